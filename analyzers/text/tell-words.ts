import type { z } from 'zod';
import type { Indicator, Sink } from '../../src/contract/index.ts';
import { scriptHash } from '../../src/fingerprints/index.ts';
import {
  type Amount,
  Effort,
  findAmounts,
  findIndicators,
  MAX_TEXT_LENGTH,
  toIndicator,
} from '../../src/indicators/index.ts';
import { kindInWords, readAccount, rulesExamined, scamRules, tellAccount } from '../../src/scam/index.ts';
import { type Block, evidenceText, layOut, locate, type PlacedBlock } from './document.ts';

type IndicatorInput = z.input<typeof Indicator>;

const MOST_INDICATORS = 10_000;
const MOST_PROVENANCE = 50;
const MOST_AMOUNTS = 500;
/** About ten seconds of the slowest steps, for a whole file. */
const EFFORT = 600_000;

interface Collected {
  readonly values: ReadonlyMap<string, IndicatorInput>;
  /** More values than are kept. */
  readonly cut: boolean;
  /** The budget of costly steps was used up. */
  readonly tired: boolean;
}

/** Each value once, with every place it stands in. */
function collect(placed: readonly PlacedBlock[], format: string): Collected {
  const byValue = new Map<string, IndicatorInput>();
  const effort = new Effort(EFFORT);
  let cut = false;
  for (const block of placed)
    for (const found of findIndicators(block.text, { effort })) {
      const how = [format, block.aside, block.speaker === undefined ? undefined : `said by ${block.speaker}`]
        .filter(Boolean)
        .join(', ');
      const next = toIndicator(found, {
        confidence: 100,
        how,
        location: locate(block, found.start, found.end),
      });
      const key = `${found.kind} ${found.value}`;
      const known = byValue.get(key);
      if (!known && byValue.size < MOST_INDICATORS) byValue.set(key, next);
      if (!known && byValue.size >= MOST_INDICATORS) cut ||= !byValue.has(key);
      if (known)
        byValue.set(key, {
          ...known,
          // Proposed where it is said once, even if it is only observed elsewhere.
          standing: known.standing === 'proposed' ? known.standing : next.standing,
          sensitive: known.sensitive === true || next.sensitive === true,
          provenance: [...(known.provenance ?? []), ...(next.provenance ?? [])].slice(0, MOST_PROVENANCE),
        });
    }
  return { values: byValue, cut, tired: effort.ended };
}

function amountsOf(placed: readonly PlacedBlock[]): Amount[] {
  const amounts: Amount[] = [];
  for (const block of placed)
    for (const amount of findAmounts(block.text)) {
      if (amounts.length > MOST_AMOUNTS) return amounts;
      amounts.push(amount);
    }
  return amounts;
}

/** Messages of a chat are read one by one; mails, pages and documents in stretches, so that a warning covers what it warns of. */
function passagesOf(
  placed: readonly PlacedBlock[],
): { text: string; speaker?: string; blocks: PlacedBlock[]; starts: number[] }[] {
  const passages: { text: string; speaker?: string; blocks: PlacedBlock[]; starts: number[] }[] = [];
  const isChat = placed.some((block) => block.speaker !== undefined);
  for (const block of placed) {
    if (block.aside?.startsWith('target')) continue;
    const last = passages.at(-1);
    if (last && !isChat && last.text.length < 4000) {
      last.starts.push(last.text.length + 1);
      last.text += `\n${block.text}`;
      last.blocks.push(block);
    } else
      passages.push({
        text: block.text,
        ...(block.speaker === undefined ? {} : { speaker: block.speaker }),
        blocks: [block],
        starts: [0],
      });
  }
  return passages;
}

/** As much of the text as is read for values and phrases; the last block may be cut. */
function firstOf(blocks: readonly Block[]): { within: Block[]; whole: boolean } {
  const within: Block[] = [];
  let left = MAX_TEXT_LENGTH;
  for (const block of blocks) {
    if (left <= 0) return { within, whole: false };
    within.push(block.text.length <= left ? block : { ...block, text: block.text.slice(0, left) });
    if (block.text.length > left) return { within, whole: false };
    left -= block.text.length + 1;
  }
  return { within, whole: true };
}

function tellValues(sink: Sink, placed: readonly PlacedBlock[], format: string): number {
  const { values, cut, tired } = collect(placed, format);
  for (const indicator of values.values()) sink.indicator(indicator);
  if (cut)
    sink.notExamined(
      'further values in the text',
      'not-run',
      `Only the first ${MOST_INDICATORS.toLocaleString('en')} different values are kept; there were more.`,
    );
  if (tired)
    sink.notExamined(
      'some numbers without a country code, and some near misses of addresses',
      'not-run',
      'There are so many of them in this text that the time for checking them was used up.',
    );
  const amounts = amountsOf(placed);
  sink.fact(
    'amounts',
    amounts.slice(0, MOST_AMOUNTS).map((amount) => ({ ...amount })),
  );
  if (amounts.length > MOST_AMOUNTS)
    sink.notExamined('further sums of money', 'not-run', `Only the first ${MOST_AMOUNTS} are listed.`);
  return values.size;
}

/** Says what the words of a document are: the text itself, its values, and the stages of schemes. Answers with how many values. */
export async function tellWords(sink: Sink, blocks: readonly Block[], format: string): Promise<number> {
  const { within, whole } = firstOf(blocks);
  if (!whole)
    sink.notExamined(
      'the rest of a very long text',
      'not-run',
      `Only its first ${MAX_TEXT_LENGTH.toLocaleString('en')} characters were read for values and phrases.`,
    );
  const { text, placed } = layOut(within);
  if (text.trim())
    await sink.evidence({
      id: 'text',
      mediaType: 'text/plain',
      caption: 'The text as it was read; hidden control characters are written as ⟨code⟩',
      from: new TextEncoder().encode(evidenceText(text)),
    });
  const values = tellValues(sink, placed, format);
  const script = scriptHash(placed.filter(({ aside }) => aside === undefined).map((block) => block.text));
  if (script !== undefined)
    sink.fingerprint({ kind: 'minhash-script-v1', value: script, of: 'what is said' });
  const rules = scamRules();
  const passages = passagesOf(placed);
  const account = readAccount(passages, rules);
  const told = tellAccount(account, (hit) => {
    const passage = passages[hit.passage];
    if (!passage) return undefined;
    const at = passage.starts.findLastIndex((start) => start <= hit.start);
    const block = passage.blocks[at];
    const from = hit.start - (passage.starts[at] ?? 0);
    return block && locate(block, from, Math.min(block.text.length, from + hit.end - hit.start));
  });
  for (const finding of told) sink.finding(finding);
  const kind = kindInWords(account);
  sink.fact('scam', {
    kind: account.kind ?? null,
    words: kind ?? null,
    stages: account.stages.map(({ stage }) => stage),
    rules: [...rules.versions],
  });
  sink.examined(rulesExamined(rules).slice(0, 300));
  sink.examined(
    'links, addresses, telephone numbers, wallets, accounts, account names and codes in the text',
  );
  return values;
}
