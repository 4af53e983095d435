import type { FailureCode, IndicatorKind, Marking, Severity, Submission } from '../contract/index.ts';

export const KIND_WORDS: Readonly<Record<IndicatorKind, string>> = {
  url: 'Web address',
  domain: 'Domain',
  ip: 'IP address',
  email: 'E-mail address',
  phone: 'Phone number',
  wallet: 'Wallet address',
  'bank-account': 'Bank account',
  handle: 'Account name',
  'invite-code': 'Invite code',
  file: 'File (SHA-256)',
  package: 'App package',
  certificate: 'Signing certificate',
  'fuzzy-hash': 'Similarity hash',
  transaction: 'Transaction',
  card: 'Payment card',
  'payment-id': 'Payment id',
  'service-key': 'Service key',
  'team-id': 'Developer team id',
  'store-link': 'Store link',
  'group-link': 'Group link',
};

export const STANDING_WORDS = {
  observed: 'Observed: it stands in the artefact. That alone makes it neither good nor bad.',
  proposed: 'Proposed: a rule found it telling. A person has not judged it.',
  actionable: 'Actionable: a reviewer judged that others should act on it.',
} as const;

export const CHECK_WORDS = {
  valid: 'its checksum or syntax holds',
  repaired: 'a misread character was corrected so that its checksum holds',
  invalid: 'its checksum or syntax does not hold: it may be misread',
} as const;

export const FAILURE_WORDS: Readonly<Record<FailureCode, string>> = {
  unsupported: 'No reader here knows this variant of the format.',
  malformed: 'The file is not what it claims to be, or is damaged: nothing could be read from it.',
  'over-limit': 'It is larger or deeper than the limits that protect this service.',
  'timed-out': 'It took too long and was stopped.',
  crashed: 'The examination broke off by itself. Some files are made to do that.',
  'model-missing': 'A model that this method needs is not installed here.',
  cancelled: 'A person stopped it.',
  lost: 'The machine that examined it ended without an answer, more than once.',
  'bad-output': 'The method gave an answer that breaks the rules, so nothing of it was kept.',
};

export const SEVERITY_WORDS: Readonly<Record<Severity, string>> = {
  info: 'Note',
  low: 'Low',
  medium: 'Medium',
  high: 'High',
};

export const STATE_WORDS: Readonly<Record<Submission['state'], string>> = {
  queued: 'Waiting',
  examining: 'Being examined',
  reported: 'Report ready',
  cancelled: 'Cancelled',
};

/** Who may see it, from FIRST's definitions. */
export const MARKING_WORDS: Readonly<Record<Marking, string>> = {
  red: 'for the persons who received it, nobody else',
  'amber+strict': 'for your own organisation only, where people need to know',
  amber: 'for your organisation and its clients, where people need to know',
  green: 'for the community, not for the public',
  clear: 'no limit on who may see it',
};

/** `1 finding`, `2 findings`. */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${n.toLocaleString('en')} ${n === 1 ? one : many}`;
}

export function bytesWords(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let n = 0;
  while (value >= 1000 && n < units.length - 1) {
    value /= 1000;
    n++;
  }
  return `${n === 0 ? value : value.toPrecision(3)} ${units[n]}`;
}

/** `22 Nov 2026, 10:00:42 UTC`. */
export function timeWords(instant: string): string {
  const [date = '', time = ''] = instant.split('T');
  const [year, month, day] = date.split('-');
  const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
  return `${Number(day)} ${months[Number(month) - 1]} ${year}, ${time.slice(0, 8)} UTC`;
}
