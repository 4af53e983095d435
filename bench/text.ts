/**
 * How often texts are said to be of a scheme: false ones on ordinary texts, codes and warnings; recall by language, as it
 * is. A text counts as said when the product of its stages reaches the ratio where verbal support begins (2, see
 * docs/decisions on assessment). `ASSAY_EVAL` names the folder of the sets. Run: npx tsx bench/text.ts [--errors]
 */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readAccount, scamRules } from '../src/scam/index.ts';

const SUPPORT_BEGINS = 2;
const folder = resolve(process.env['ASSAY_EVAL'] ?? join(import.meta.dirname, '../../shared/eval'), 'text');
const showErrors = process.argv.includes('--errors');

interface Labelled {
  readonly set: string;
  readonly label: string;
  readonly isScam: boolean;
  readonly text: string;
}

const linesOf = (name: string): string[] =>
  readFileSync(join(folder, name), 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '');

function readMultilang(): Labelled[] {
  return linesOf('synthetic_multilang.jsonl').map((line) => {
    const { lang, label, text } = JSON.parse(line) as { lang: string; label: string; text: string };
    return { set: `written, ${lang}`, label, isScam: label === 'scam', text };
  });
}

function readEnglish(): Labelled[] {
  return linesOf('uci_sms_spam.tsv').map((line) => {
    const at = line.indexOf('\t');
    const label = line.slice(0, at);
    return { set: 'UCI messages, en', label, isScam: label === 'spam', text: line.slice(at + 1) };
  });
}

/** Near-duplicates are many: each text once. */
function readThai(): Labelled[] {
  const seen = new Set<string>();
  return linesOf('thai_sms_2022.txt').flatMap((line) => {
    const [, label = '', ...rest] = line.split('|');
    const text = rest.join('|');
    if (seen.has(text)) return [];
    seen.add(text);
    return [{ set: `Thai messages, ${label}`, label, isScam: label === 'scam' || label === 'spam', text }];
  });
}

/** Wilson's interval for a share, 95 %. */
function interval(hits: number, of: number): string {
  if (of === 0) return '';
  const z = 1.96;
  const centre = (hits + (z * z) / 2) / (of + z * z);
  const half = (z / (of + z * z)) * Math.sqrt((hits * (of - hits)) / of + (z * z) / 4);
  const percent = (value: number): string => `${(100 * Math.max(0, value)).toFixed(2)}`;
  return `${percent(centre - half)}–${percent(centre + half)} %`;
}

function isSaid({ text }: Labelled): boolean {
  const { stages } = readAccount([{ text }], scamRules());
  return stages.reduce((product, { ratio }) => product * ratio, 1) >= SUPPORT_BEGINS;
}

function main(): void {
  if (!existsSync(folder)) {
    console.log(
      `The texts are not at ${folder}: nothing was measured. Set ASSAY_EVAL to the folder that holds text/.`,
    );
    return;
  }
  console.log(`rules: ${scamRules().versions.join(', ')}`);
  const rows = new Map<string, { scam: number; said: number; other: number; false: number }>();
  const all = { scam: 0, said: 0, other: 0, false: 0 };
  for (const one of [...readMultilang(), ...readEnglish(), ...readThai()]) {
    const row = rows.get(one.set) ?? { scam: 0, said: 0, other: 0, false: 0 };
    rows.set(one.set, row);
    const said = isSaid(one);
    for (const sum of [row, all]) {
      if (one.isScam) sum.scam++;
      else sum.other++;
      if (said && one.isScam) sum.said++;
      if (said && !one.isScam) sum.false++;
    }
    if (showErrors && said && !one.isScam) console.log(`false: [${one.set}] ${one.text.slice(0, 200)}`);
  }
  for (const [set, { scam, said, other, false: wrong }] of rows)
    console.log(`${set.padEnd(24)} found ${said}/${scam}   false ${wrong}/${other}`);
  console.log(
    `all: false ${all.false}/${all.other} (${interval(all.false, all.other)}), found ${all.said}/${all.scam}`,
  );
}

main();
