import type { Label } from '../../data/indicators/words/index.ts';
import type { Meaning } from './classify-link.ts';
import { type DigitRun, isDateOrDecimal } from './digit-runs.ts';
import { labelsBefore, type SeenLabel } from './labels.ts';
import { cardNetwork, isCbu, isClabe, isCnpj, isCpf, isThaiId } from './number-checks.ts';
import { readNational, readWithCode } from './phone-runs.ts';
import type { Search } from './search.ts';

const REACH = 48;

/** Labels under which a telephone number is somebody's account on a messenger. */
const messengers: ReadonlySet<Label> = new Set([
  'telegram',
  'whatsapp',
  'line',
  'wechat',
  'zalo',
  'kakaotalk',
  'signal',
  'viber',
  'skype',
]);

/** The word nearest before a number, on its line or the one above. */
export function nearLabel(search: Search, run: DigitRun): SeenLabel | undefined {
  for (const label of labelsBefore(search.labels, run.start, REACH)) {
    const gap = search.text.slice(label.end, run.start);
    if (label.label === 'tax-id' && isPixBefore(search, label)) return { ...label, label: 'pix' };
    // Another number between has the label already; two line ends make another paragraph.
    if (/\d{5}|\n.*\n/.test(gap)) return undefined;
    return label;
  }
  return undefined;
}

/** `PIX CPF …`, `chave (CNPJ) …`: the number of a person or company serves as a payment address. */
function isPixBefore(search: Search, { start }: SeenLabel): boolean {
  const [before] = labelsBefore(search.labels, start, 10);
  return before?.label === 'pix';
}

const account = (
  digits: string,
  subtype: string | undefined,
  check: 'valid' | 'none',
  how: string,
): Meaning => ({
  kind: 'bank-account',
  value: digits,
  ...(subtype === undefined ? {} : { subtype }),
  check,
  confidence: check === 'valid' ? 98 : 85,
  standing: 'proposed',
  how,
});

const payment = (subtype: string, value: string, check: 'valid' | 'none'): Meaning => ({
  kind: 'payment-id',
  subtype,
  value,
  check,
  confidence: 95,
  standing: 'proposed',
});

function readPix(search: Search, run: DigitRun): Meaning | undefined {
  if (isCpf(run.digits)) return payment('pix-cpf', run.digits, 'valid');
  if (isCnpj(run.digits)) return payment('pix-cnpj', run.digits, 'valid');
  const phone = run.plus ? readWithCode(run) : readNational(search, { ...run }, ['BR']);
  return phone === undefined ? undefined : payment('pix-phone', phone.value, 'valid');
}

function readPromptPay(search: Search, run: DigitRun): Meaning | undefined {
  if (isThaiId(run.digits)) return payment('promptpay-id', run.digits, 'valid');
  const phone = readNational(search, run, ['TH']);
  return phone === undefined ? undefined : payment('promptpay', phone.value, 'valid');
}

function readPayNow(search: Search, run: DigitRun): Meaning | undefined {
  const phone = run.plus ? readWithCode(run) : readNational(search, run, ['SG']);
  return phone === undefined ? undefined : payment('paynow', phone.value, 'valid');
}

function readMobileMoney(search: Search, run: DigitRun): Meaning | undefined {
  const phone = run.plus
    ? readWithCode(run)
    : readNational(search, run, [...search.regions, ...walletRegions]);
  return phone === undefined ? undefined : payment('mobile-money', phone.value, 'valid');
}

/** Where accounts of mobile money are telephone numbers. */
const walletRegions = [
  'PH',
  'BD',
  'PK',
  'ID',
  'KE',
  'TZ',
  'GH',
  'CO',
  'PE',
  'VN',
  'TH',
  'MM',
  'NG',
  'UG',
  'PT',
  'ES',
];

function readAccount(run: DigitRun, label: Label): Meaning | undefined {
  const { digits } = run;
  if (run.plus || digits.length < 6 || digits.length > 24) return undefined;
  if (label === 'clabe' || (label === 'account' && isClabe(digits)))
    return account(digits, 'clabe', isClabe(digits) ? 'valid' : 'none', 'after a word for an account');
  if (label === 'cbu')
    return account(digits, 'cbu', isCbu(digits) ? 'valid' : 'none', 'after a word for an account');
  return account(digits, undefined, 'none', 'after a word for an account');
}

/** Four groups as printed on a card, or a word for a card before it. */
function readCard(run: DigitRun, label: Label | undefined): Meaning | undefined {
  const grouped = /^\d{4}[ -]\d{4}[ -]\d{4}[ -]\d{1,7}(?:[ -]\d{3})?$|^\d{4}[ -]\d{6}[ -]\d{5}$/.test(
    run.text,
  );
  if (run.plus || (!grouped && label !== 'card')) return undefined;
  const network = cardNetwork(run.digits);
  return network === undefined
    ? undefined
    : { kind: 'card', subtype: network, value: run.digits, check: 'valid', confidence: 90, sensitive: true };
}

const phoneOf = (search: Search, run: DigitRun, label: Label | undefined): Meaning | undefined => {
  const said = label === 'phone' || (label !== undefined && messengers.has(label));
  const phone =
    run.plus || run.digits.startsWith('00')
      ? readWithCode(run)
      : readNational(search, run, search.regions, said);
  if (phone === undefined) return undefined;
  const subtype = label !== undefined && messengers.has(label) ? label : undefined;
  return {
    kind: 'phone',
    value: phone.value,
    check: phone.isValid ? 'valid' : 'none',
    ...(subtype === undefined ? {} : { subtype }),
    confidence: phone.confidence,
    ...(phone.how === undefined ? {} : { how: phone.how }),
  };
};

/** `Account statement for 07…`: the word stands off, and the number is a mobile's with its trunk 0. */
function isPhoneAfterAll(search: Search, run: DigitRun): boolean {
  const end = nearLabel(search, run)?.end ?? run.start;
  return (
    run.digits.startsWith('0') &&
    run.start - end > 10 &&
    readNational(search, run, search.regions, false) !== undefined
  );
}

/** Words that say a number is none of ours, unless it has its country code. */
const others: ReadonlySet<Label> = new Set([
  'otp',
  'reference',
  'transaction',
  'invite',
  'code',
  'tax-id',
  'package',
]);

/** What a run of digits is, from its form, its check digits and the word before it. */
export function judgeNumber(search: Search, run: DigitRun): Meaning | undefined {
  const label = nearLabel(search, run)?.label;
  if (search.isCode && label === undefined && !run.plus) return undefined;
  if (isDateOrDecimal(run)) return undefined;
  if (label === 'pix') return readPix(search, run);
  if (label === 'promptpay') return readPromptPay(search, run) ?? readAccount(run, 'account');
  if (label === 'mobile-money') return readMobileMoney(search, run);
  if (label === 'paynow') return readPayNow(search, run);
  if (label === 'qq' && /^\d{5,11}$/.test(run.text))
    return {
      kind: 'handle',
      subtype: 'qq',
      value: run.digits,
      check: 'none',
      confidence: 90,
      standing: 'proposed',
    };
  if (label === 'account' && isPhoneAfterAll(search, run)) return phoneOf(search, run, undefined);
  if (label === 'account' || label === 'clabe' || label === 'cbu') return readAccount(run, label);
  if (label === 'alipay') return phoneOf(search, run, 'phone');
  const card = readCard(run, label);
  if (card !== undefined) return card;
  if (label !== undefined && others.has(label) && !run.plus) return undefined;
  return phoneOf(search, run, label);
}
