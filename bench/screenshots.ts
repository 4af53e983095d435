/**
 * What `analyzers/screenshot` reads in its jail: wrong letters (CER) by language and degradation beside tesseract.js, values
 * end to end beside `ioc-extractor` on the same text, QR codes, photographed pictures, kinds of picture, images per minute
 * beside the `tesseract` command line, and peak memory. The language is told to nobody but tesseract.js, where it says so.
 *
 * Run: npm run build && npx tsx bench/screenshots.ts [--quick] [--errors] [--only=orig,q60,half,photo,real,
 * peers,speed]. `ASSAY_EVAL` names the folder of the sets. Each picture is told on stderr as it ends.
 */
import type { Result, RunOutcome } from '../src/contract/index.ts';
import { allLanguages, dataOf, openTesseractJs, timeCommandLine } from './screenshots/peers.ts';
import { runJailed } from './screenshots/run-jailed.ts';
import { type Hits, letterErrors, noHits, tallyOurs, tallyPeer } from './screenshots/score.ts';
import { type Case, pictureOf, readTruth, type Variant, variants } from './screenshots/truth.ts';

const quick = process.argv.includes('--quick');
const errors = process.argv.includes('--errors');
const only = process.argv
  .find((word) => word.startsWith('--only='))
  ?.slice(7)
  .split(',');
const wants = (part: string): boolean => only === undefined || only.includes(part);
const say = (line: string): void => console.log(line);
const percent = (part: number, whole: number): string =>
  `${((100 * part) / Math.max(1, whole)).toFixed(2)} %`;
const ratio = (part: number, whole: number): string => (part / Math.max(1, whole)).toFixed(3);

type Letters = Map<string, { wrong: number; of: number }>;

function addLetters(letters: Letters, lang: string, { wrong, of }: { wrong: number; of: number }): void {
  for (const key of [lang, 'all']) {
    const sum = letters.get(key) ?? { wrong: 0, of: 0 };
    letters.set(key, { wrong: sum.wrong + wrong, of: sum.of + of });
  }
}

const cer = (letters: Letters, key: string): string => {
  const sum = letters.get(key);
  return sum === undefined ? '–' : percent(sum.wrong, sum.of);
};

function resultOf(outcome: RunOutcome | undefined, one: Case): Result | undefined {
  if (outcome?.status !== 'completed')
    say(`${one.id}: ${outcome?.status} ${JSON.stringify(outcome)?.slice(0, 300)}`);
  return outcome?.result;
}

/** So that a run of an hour is seen to live. */
const tellDone =
  (cases: readonly Case[], variant: string) =>
  (at: number, seconds: number): void =>
    console.error(`${variant} ${cases[at]?.id} ${seconds.toFixed(1)} s`);

type ReadLines = { text: string; box: number[] }[];

function sayHits(name: string, hits: Hits): void {
  const found = `recall ${ratio(hits.hit, hits.planted)} of ${hits.planted}, precision ${ratio(hits.right, hits.found)} of ${hits.found}`;
  say(`  ${name}: ${found}`);
  if (!errors) return;
  for (const key of hits.missed) say(`    missed ${key}`);
  for (const key of hits.extra) say(`    extra  ${key}`);
}

interface Measured {
  readonly letters: Letters;
  readonly results: ReadonlyMap<string, Result>;
}

async function measure(cases: readonly Case[], variant: Variant): Promise<Measured> {
  const pictures = await Promise.all(cases.map((one) => pictureOf(one, variant)));
  const { outcomes, perMinute, peakMiB } = await runJailed(pictures, { onDone: tellDone(cases, variant) });
  const letters: Letters = new Map();
  const [ours, peer] = [noHits(), noHits()];
  const codes = { read: 0, of: 0 };
  const results = new Map<string, Result>();
  for (const [i, one] of cases.entries()) {
    const result = resultOf(outcomes[i], one);
    if (result === undefined) continue;
    results.set(one.id, result);
    const scale = variant === 'q60' ? 0.85 : variant === 'half' ? 0.5 : 1;
    const lines = ((result.facts['lines'] ?? []) as ReadLines).map(({ text, box }) => ({
      text,
      box: box.map((v) => v / scale),
    }));
    if (variant !== 'real') addLetters(letters, one.lang, letterErrors(lines, one));
    tallyOurs(ours, one, result);
    tallyPeer(peer, one, String(result.facts['text'] ?? ''));
    const seen = ((result.facts['codes'] ?? []) as { text: string }[]).map(({ text }) => text);
    for (const { norm } of one.indicators.filter(({ type }) => type === 'qr')) {
      codes.of += 1;
      if (seen.includes(norm)) codes.read += 1;
    }
  }
  say(
    `\n${variant}: ${cases.length} pictures, ${perMinute.toFixed(0)} a minute in two jails, peak ${peakMiB.toFixed(0)} MiB resident in one`,
  );
  if (variant !== 'real') say(`  CER ${cer(letters, 'all')}; QR ${codes.read} of ${codes.of}`);
  sayHits('values', ours);
  sayHits('ioc-extractor, links, addresses and mail alone', peer);
  return { letters, results };
}

/** Every eighth picture, in which most scripts occur. */
const sampleOf = (cases: readonly Case[]): Case[] => cases.filter((_, i) => i % (quick ? 30 : 8) === 0);

/** Same pictures, whole, given its one right language; and all fifteen on the sample. */
async function peerLetters(
  cases: readonly Case[],
  sampled: readonly Case[],
): Promise<{ given: Letters; all: Letters }> {
  const [given, all]: [Letters, Letters] = [new Map(), new Map()];
  for (const [lang, data] of Object.entries(dataOf)) {
    const own = cases.filter((one) => one.lang === lang);
    if (own.length === 0) continue;
    const reader = await openTesseractJs(data);
    for (const one of own)
      addLetters(given, lang, letterErrors(await reader.read(await pictureOf(one, 'orig')), one));
    await reader.close();
  }
  const reader = await openTesseractJs(allLanguages.join('+'));
  for (const one of sampled)
    addLetters(all, one.lang, letterErrors(await reader.read(await pictureOf(one, 'orig')), one));
  await reader.close();
  return { given, all };
}

function sayLetters(measured: ReadonlyMap<string, Letters>, given: Letters, all: Letters): void {
  const columns = [...measured.keys()];
  say(
    `\nCER by language     ${columns.map((c) => c.padStart(9)).join('')}   tesseract.js told the language   told all 15 (sample)`,
  );
  for (const lang of [...Object.keys(dataOf), 'all']) {
    const own = columns.map((c) => cer(measured.get(c) ?? new Map(), lang).padStart(9)).join('');
    say(`${lang.padEnd(20)}${own}   ${cer(given, lang).padStart(30)}   ${cer(all, lang).padStart(20)}`);
  }
}

const kindOf = (template: string): string =>
  template.startsWith('chat') || template.startsWith('benign')
    ? 'chat'
    : (({ ad: 'job-advert', broker: 'trading' } as Record<string, string>)[template] ?? template);

const appOf: Readonly<Record<string, string>> = {
  wa: 'WhatsApp',
  tg: 'Telegram',
  wechat: 'WeChat',
  line: 'LINE',
  kakao: 'KakaoTalk',
  zalo: 'Zalo',
};

function sayKinds(name: string, cases: readonly Case[], results: ReadonlyMap<string, Result>): void {
  const table = new Map<string, number>();
  const apps = { right: 0, wrong: 0, none: 0 };
  for (const one of cases) {
    const picture = results.get(one.id)?.facts['picture'] as
      | { kind: string | null; app: string | null }
      | undefined;
    const key = `${kindOf(one.template).padEnd(12)} → ${picture?.kind ?? 'not told'}`;
    table.set(key, (table.get(key) ?? 0) + 1);
    const want = appOf[one.template.split(':')[1] ?? ''];
    if (want !== undefined)
      apps[picture?.app == null ? 'none' : picture.app === want ? 'right' : 'wrong'] += 1;
  }
  say(`\nKind of picture, ${name}: true → told`);
  for (const [key, count] of [...table].sort()) say(`  ${key}: ${count}`);
  say(`  interface of a messenger: ${apps.right} right, ${apps.wrong} wrong, ${apps.none} not told`);
}

async function main(): Promise<void> {
  const cases = readTruth().filter((_, i) => !quick || i % 6 === 0);
  const measured = new Map<string, Letters>();
  for (const variant of variants.filter((v) => wants(v) && (!quick || v === 'orig' || v === 'photo'))) {
    const { letters, results } = await measure(cases, variant);
    measured.set(variant, letters);
    if (variant === 'orig' || variant === 'photo') sayKinds(variant, cases, results);
  }
  if (wants('real')) await measure(readTruth('real'), 'real');
  const sampled = sampleOf(cases);
  if (wants('peers')) {
    const { given, all } = await peerLetters(cases, sampled);
    sayLetters(measured, given, all);
  } else sayLetters(measured, new Map(), new Map());
  if (wants('peers') || wants('speed')) await saySpeed(sampled);
}

/** The same pictures through the jails and through the command line, two at once. */
async function saySpeed(sampled: readonly Case[]): Promise<void> {
  const pictures = await Promise.all(sampled.map((one) => pictureOf(one, 'orig')));
  const jailed = await runJailed(pictures, { onDone: tellDone(sampled, 'speed') });
  const commandLine = await timeCommandLine(pictures);
  const peak = `peak ${jailed.peakMiB.toFixed(0)} MiB`;
  say(
    commandLine === undefined
      ? '\nThe tesseract command line is not installed: apt-get install tesseract-ocr and its languages.'
      : `\nSame ${pictures.length} pictures: ${jailed.perMinute.toFixed(1)} a minute in two jails (${peak}), tesseract command line with 15 languages, two at once: ${commandLine.toFixed(1)}; ratio ${(jailed.perMinute / commandLine).toFixed(2)}`,
  );
}

await main();
