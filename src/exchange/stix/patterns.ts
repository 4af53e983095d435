import type { CollectedIndicator } from '../indicators.ts';
import { observableOf } from './observables.ts';

/** Which property of each observable type an indicator matches on. */
const MATCHED: Readonly<Record<string, string>> = {
  url: 'value',
  'domain-name': 'value',
  'ipv4-addr': 'value',
  'ipv6-addr': 'value',
  'email-addr': 'value',
  'phone-number': 'value',
  'cryptocurrency-wallet': 'value',
  'cryptocurrency-transaction': 'value',
  'user-account': 'account_login',
  software: 'name',
  file: "hashes.'SHA-256'",
  'x509-certificate': "hashes.'SHA-256'",
};

/** STIX pattern (section 9) that matches the indicator, or undefined where there is nothing to match on. */
export function patternOf(indicator: CollectedIndicator): string | undefined {
  const observable = observableOf(indicator);
  if (observable === undefined) return undefined;
  const { type } = observable;
  if (type === 'bank-account') {
    const property = 'iban' in observable ? 'iban' : 'account_number';
    return `[bank-account:${property} = '${escapeLiteral(indicator.value)}']`;
  }
  const value = type === 'phone-number' ? indicator.value.replace('+', '') : indicator.value;
  const account = observable['account_type'];
  const also =
    typeof account === 'string' ? ` AND user-account:account_type = '${escapeLiteral(account)}'` : '';
  return `[${type}:${MATCHED[type]} = '${escapeLiteral(value)}'${also}]`;
}

/** Section 9.5: backslash and apostrophe are escaped by a backslash. */
function escapeLiteral(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll("'", "\\'");
}
