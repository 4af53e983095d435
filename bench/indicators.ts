/**
 * Indicators found in the truth texts of the evaluation sets: recall and precision per type and language, beside
 * `ioc-extractor` on the same texts in the same run; then throughput. `ASSAY_EVAL` names the folder of the sets.
 * Run: npx tsx bench/indicators.ts [--errors]
 */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { domainToASCII } from 'node:url';
import { extractIOC } from 'ioc-extractor';
import { findAmounts, findIndicators, joinLines } from '../src/indicators/index.ts';
import { inTextButNotInTruth } from './indicators-adjudicated.ts';

interface Planted {
  readonly type: string;
  readonly norm: string;
}
interface Doc {
  readonly id: string;
  readonly lang: string;
  readonly text: string;
  readonly planted: readonly Planted[];
}

const folder = resolve(process.env['ASSAY_EVAL'] ?? join(import.meta.dirname, '../../shared/eval'));

function readScreenshots(): Doc[] {
  const truth = JSON.parse(readFileSync(join(folder, 'screenshots/truth.json'), 'utf8')) as {
    id: string;
    lang: string;
    lines: { text: string; box: [number, number, number, number] }[];
    indicators: Planted[];
  }[];
  return truth.map(({ id, lang, lines, indicators }) => ({
    id,
    lang,
    text: joinLines(
      lines.map(({ text, box: [x, y, width, height] }) => ({ text, box: { x, y, width, height } })),
    ).text,
    planted: indicators.filter(({ type }) => type !== 'qr'),
  }));
}

function readTexts(): Doc[] {
  const lines = readFileSync(join(folder, 'text/synthetic_multilang.jsonl'), 'utf8').trim().split('\n');
  return lines.map((line, at) => {
    const { lang, text, indicators } = JSON.parse(line) as {
      lang: string;
      text: string;
      indicators: Planted[];
    };
    return { id: `t${at}`, lang, text, planted: indicators };
  });
}

/** Kinds under which truth and findings meet. */
const groupOf: Readonly<Record<string, string>> = {
  url: 'link',
  domain: 'link',
  amount: 'amount',
  telegram: 'handle',
  line: 'handle',
  wechat: 'handle',
  kakao: 'handle',
  x_handle: 'handle',
  phone: 'phone',
  whatsapp: 'phone',
  invite: 'invite',
  tron: 'wallet',
  iban: 'account',
  account: 'account',
  email: 'email',
  ip: 'ip',
  upi: 'payment-id',
  handle: 'handle',
  wallet: 'wallet',
  'bank-account': 'account',
  'invite-code': 'invite',
  'payment-id': 'payment-id',
  card: 'card',
  package: 'package',
  'group-link': 'group-link',
  'store-link': 'store-link',
  transaction: 'transaction',
};

function linkForm(value: string): string {
  const bare = value.replace(/^[a-z]+:\/\//i, '').replace(/\/$/, '');
  const host = /^[^/?#:]+/.exec(bare)?.[0] ?? '';
  return (domainToASCII(host) || host) + bare.slice(host.length);
}

const form = (group: string, value: string): string =>
  group === 'link' ? linkForm(value) : group === 'handle' ? value.replace(/^@/, '').toLowerCase() : value;

type Values = ReadonlySet<string>;
const keyOf = (kind: string, value: string): string => {
  const group = groupOf[kind] ?? kind;
  return `${group}|${form(group, value)}`;
};

function ours(doc: Doc): Values {
  const found = findIndicators(doc.text).map(({ kind, value }) => keyOf(kind, value));
  return new Set([...found, ...findAmounts(doc.text).map(({ value }) => keyOf('amount', value))]);
}

/** The peer's own types, in our words. Links inside links and hosts of e-mail addresses are not held against it. */
function peers(doc: Doc): Values {
  const { urls, domains, emails, ipv4s, ipv6s, btcs, eths } = extractIOC(doc.text) as unknown as Record<
    string,
    string[]
  >;
  const hosts = new Set(
    [...(urls ?? []), ...(emails ?? [])].map((v) => /^[^/?#:]+/.exec(linkForm(v.replace(/^.*@/, '')))?.[0]),
  );
  const lone = (domains ?? []).filter((domain) => !hosts.has(linkForm(domain)));
  return new Set([
    ...(urls ?? []).map((v) => keyOf('url', v)),
    ...lone.map((v) => keyOf('domain', v)),
    ...(emails ?? []).map((v) => keyOf('email', v)),
    ...[...(ipv4s ?? []), ...(ipv6s ?? [])].map((v) => keyOf('ip', v)),
    ...[...(btcs ?? []), ...(eths ?? [])].map((v) => keyOf('wallet', v)),
  ]);
}

interface Score {
  planted: number;
  hit: number;
  found: number;
  unlabelled: number;
  wrong: number;
}
type Scores = Map<string, Score>;
const scoreOf = (scores: Scores, name: string): Score => {
  const score = scores.get(name) ?? { planted: 0, hit: 0, found: 0, unlabelled: 0, wrong: 0 };
  scores.set(name, score);
  return score;
};

function count(
  docs: readonly Doc[],
  find: (doc: Doc) => Values,
  tell?: (line: string) => void,
): Map<string, Scores> {
  const all = new Map<string, Scores>([
    ['type', new Map()],
    ['language', new Map()],
    ['all', new Map()],
  ]);
  const add = (doc: Doc, key: string, field: keyof Score): void => {
    const [group = ''] = key.split('|');
    for (const [by, name] of [
      ['type', group],
      ['language', doc.lang],
      ['all', 'all'],
    ] as const)
      scoreOf(all.get(by)!, name)[field]++;
  };
  for (const doc of docs) {
    const wanted = new Set(doc.planted.map(({ type, norm }) => keyOf(type, norm)));
    const found = find(doc);
    for (const key of wanted) {
      add(doc, key, 'planted');
      if (found.has(key)) add(doc, key, 'hit');
      else tell?.(`missed ${doc.id} ${doc.lang} ${key}`);
    }
    for (const key of found) {
      add(doc, key, 'found');
      if (wanted.has(key)) continue;
      const known = inTextButNotInTruth.has(`${doc.id} ${key}`);
      add(doc, key, known ? 'unlabelled' : 'wrong');
      if (!known) tell?.(`extra ${doc.id} ${doc.lang} ${key}`);
    }
  }
  return all;
}

const ratio = (part: number, whole: number): string => (whole === 0 ? '    –' : (part / whole).toFixed(3));

function show(title: string, scores: Scores): void {
  console.log(`\n${title.padEnd(14)} planted  found  recall  precision  strict  not in truth  wrong`);
  for (const [name, s] of [...scores].sort((a, b) => b[1].planted - a[1].planted))
    console.log(
      [
        name.padEnd(14),
        String(s.planted).padStart(7),
        String(s.found).padStart(6),
        ratio(s.hit, s.planted).padStart(7),
        ratio(s.hit + s.unlabelled, s.found).padStart(10),
        ratio(s.hit, s.found).padStart(7),
        String(s.unlabelled).padStart(13),
        String(s.wrong).padStart(6),
      ].join(' '),
    );
}

function throughput(): void {
  const prose = readTexts()
    .map(({ text }) => text)
    .join('\n\n');
  const big = prose.repeat(Math.ceil(2_000_000 / prose.length));
  const names = [
    'Landroid/view/View;',
    'getSystemService',
    'com.google.android.gms.common',
    'onCreate',
    'value is null',
    '<init>',
    'application/json; charset=utf-8',
    'java.lang.String',
    'res/layout/abc_action_bar.xml',
    'Unexpected token at line %d',
    '1.8.0',
    'AES/CBC/PKCS5Padding',
  ];
  const strings = Array.from({ length: 500_000 }, (_, at) => `${names[at % names.length]}${at % 97}`);
  const timed = (name: string, bytes: number, run: () => void): void => {
    const started = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(started);
    console.log(`${name}: ${(bytes / (user + system)).toFixed(2)} MB per second of processor time`);
  };
  console.log('');
  const size = (text: string): number => Buffer.byteLength(text);
  timed('one long prose text', size(big), () => findIndicators(big));
  timed('the same, peer', size(big.slice(0, 200_000)), () => extractIOC(big.slice(0, 200_000)));
  const total = strings.reduce((sum, s) => sum + s.length, 0);
  timed('500 000 strings of code', total, () => {
    for (const s of strings) findIndicators(s, { mode: 'code' });
  });
}

if (!existsSync(folder)) throw new Error(`No evaluation sets in ${folder}: set ASSAY_EVAL.`);
const docs = [...readScreenshots(), ...readTexts()];
const tell = process.argv.includes('--errors') ? (line: string) => console.log(line) : undefined;
const own = count(docs, ours, tell);
console.log(
  `${docs.length} texts. "precision" counts values that stand in the text but not in the truth as right; "strict" as wrong.`,
);
for (const by of ['all', 'type', 'language']) show(`ours, ${by}`, own.get(by)!);
const peer = count(docs, peers);
for (const by of ['all', 'type']) show(`peer, ${by}`, peer.get(by)!);
throughput();
