import { domainToASCII } from 'node:url';
import { extractIOC } from 'ioc-extractor';
import type { Result } from '../../src/contract/index.ts';
import { inTextButNotInTruth } from '../indicators-adjudicated.ts';
import type { Case } from './truth.ts';

interface Row {
  readonly text: string;
  readonly box: readonly number[];
}

/** As the set's README measures: visual rows from the top, each from left to right; NFKC, no spaces, no emoji. */
function squashed(lines: readonly Row[]): string[] {
  const middle = ({ box: [, y = 0, , h = 0] }: Row): number => y + h / 2;
  const rows: Row[][] = [];
  for (const line of [...lines].sort((a, b) => middle(a) - middle(b))) {
    const first = rows.at(-1)?.[0];
    const height = Math.min(line.box[3] ?? 0, first?.box[3] ?? 0);
    if (first !== undefined && middle(line) - middle(first) < 0.5 * height) rows.at(-1)?.push(line);
    else rows.push([line]);
  }
  const text = rows
    .map((row) =>
      row
        .sort((a, b) => (a.box[0] ?? 0) - (b.box[0] ?? 0))
        .map((l) => l.text)
        .join(''),
    )
    .join('');
  return [
    ...text.normalize('NFKC').replace(/\p{Extended_Pictographic}|\uFE0F|\u200d|[\u200e\u200f]|\s/gu, ''),
  ];
}

function editDistance(a: readonly string[], b: readonly string[]): number {
  let before = Uint32Array.from({ length: b.length + 1 }, (_, i) => i);
  for (const [i, letter] of a.entries()) {
    const row = new Uint32Array(b.length + 1);
    row[0] = i + 1;
    for (let j = 1; j <= b.length; j++) {
      const swap = (before[j - 1] ?? 0) + (letter === b[j - 1] ? 0 : 1);
      row[j] = Math.min((before[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, swap);
    }
    before = row;
  }
  return before[b.length] ?? 0;
}

/** Letters that are wrong, and letters there are. */
export function letterErrors(read: readonly Row[], { lines }: Case): { wrong: number; of: number } {
  const want = squashed(lines);
  return { wrong: editDistance(squashed(read), want), of: want.length };
}

/** Kinds under which truth and findings meet. */
const groupOf: Readonly<Record<string, string>> = {
  url: 'link',
  domain: 'link',
  telegram: 'handle',
  line: 'handle',
  wechat: 'handle',
  kakao: 'handle',
  x_handle: 'handle',
  whatsapp: 'phone',
  invite: 'invite-code',
  tron: 'wallet',
  iban: 'bank-account',
  account: 'bank-account',
  upi: 'payment-id',
};

function linkForm(value: string): string {
  const bare = value.replace(/^[a-z]+:\/\//i, '').replace(/\/$/, '');
  const host = /^[^/?#:]+/.exec(bare)?.[0] ?? '';
  return (domainToASCII(host) || host) + bare.slice(host.length);
}

function keyOf(kind: string, value: string): string {
  const group = groupOf[kind] ?? kind;
  if (group === 'link') return `link|${linkForm(value)}`;
  return `${group}|${group === 'handle' ? value.replace(/^@/, '').toLowerCase() : value}`;
}

export interface Hits {
  planted: number;
  hit: number;
  found: number;
  right: number;
  readonly missed: string[];
  readonly extra: string[];
}

export const noHits = (): Hits => ({ planted: 0, hit: 0, found: 0, right: 0, missed: [], extra: [] });

/** Under which name the list of adjudicated values keeps a group. */
const adjudicated: Readonly<Record<string, string>> = { 'invite-code': 'invite', 'bank-account': 'account' };

function tally(hits: Hits, one: Case, found: ReadonlySet<string>, isOurs: (group: string) => boolean): void {
  const planted = one.indicators
    .filter(({ type }) => type !== 'qr')
    .map(({ type, norm }) => keyOf(type, norm));
  const coded = one.indicators.filter(({ type }) => type === 'qr').map(({ norm }) => keyOf('url', norm));
  const wanted = new Set(planted.filter((key) => isOurs(key.split('|')[0] ?? '')));
  hits.planted += wanted.size;
  for (const key of wanted)
    if (found.has(key)) hits.hit += 1;
    else hits.missed.push(`${one.id} ${key}`);
  hits.found += found.size;
  for (const key of found) {
    const [group = '', value = ''] = key.split('|');
    const known = inTextButNotInTruth.has(`${one.id} ${adjudicated[group] ?? group}|${value}`);
    if (wanted.has(key) || planted.includes(key) || coded.includes(key) || known) hits.right += 1;
    else hits.extra.push(`${one.id} ${key}`);
  }
}

/** Indicators and sums as the analyzer reports them, against what was planted. */
export function tallyOurs(hits: Hits, one: Case, { indicators, facts }: Result): void {
  const sums = (facts['amounts'] ?? []) as string[];
  const keys = [
    ...indicators.map(({ kind, value }) => keyOf(kind, value)),
    ...sums.map((value) => keyOf('amount', value)),
  ];
  tally(hits, one, new Set(keys), () => true);
}

/** `ioc-extractor` on the text that we read, on its own types alone. */
export function tallyPeer(hits: Hits, one: Case, text: string): void {
  const {
    urls = [],
    domains = [],
    emails = [],
    ipv4s = [],
    ipv6s = [],
  } = extractIOC(text) as unknown as Record<string, string[]>;
  const hosts = new Set(
    [...urls, ...emails].map((v) => /^[^/?#:]+/.exec(linkForm(v.replace(/^.*@/, '')))?.[0]),
  );
  const found = [
    ...urls.map((v) => keyOf('url', v)),
    ...domains.filter((d) => !hosts.has(linkForm(d))).map((v) => keyOf('domain', v)),
    ...emails.map((v) => keyOf('email', v)),
    ...[...ipv4s, ...ipv6s].map((v) => keyOf('ip', v)),
  ];
  tally(hits, one, new Set(found), (group) => ['link', 'email', 'ip'].includes(group));
}
