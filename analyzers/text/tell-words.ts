import type { z } from 'zod';
import type { Indicator, Sink } from '../../src/contract/index.ts';
import {
  type Amount,
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

/** Each value once, with every place it stands in. */
function collect(placed: readonly PlacedBlock[], format: string): Map<string, IndicatorInput> {
  const byValue = new Map<string, IndicatorInput>();
  for (const block of placed)
    for (const found of findIndicators(block.text)) {
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
      if (known)
        byValue.set(key, {
          ...known,
          // Proposed where it is said once, even if it is only observed elsewhere.
          standing: known.standing === 'proposed' ? known.standing : next.standing,
          sensitive: known.sensitive === true || next.sensitive === true,
          provenance: [...(known.provenance ?? []), ...(next.provenance ?? [])].slice(0, MOST_PROVENANCE),
        });
    }
  return byValue;
}

function amountsOf(placed: readonly PlacedBlock[]): Amount[] {
  const amounts: Amount[] = [];
  for (const block of placed)
    for (const amount of findAmounts(block.text)) if (amounts.length < 500) amounts.push(amount);
  return amounts;
}

/** What one speaker says in a row is read together, so that a scheme told in several bubbles is one text; mails and pages whole. */
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

/** Says what the words of a document are: the text itself, its values, and the stages of schemes. Answers with how many values. */
export async function tellWords(sink: Sink, blocks: readonly Block[], format: string): Promise<number> {
  let length = 0;
  const within = blocks.filter(({ text }) => {
    length += text.length;
    return length <= MAX_TEXT_LENGTH;
  });
  if (within.length < blocks.length)
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
  const values = collect(placed, format);
  for (const indicator of values.values()) sink.indicator(indicator);
  sink.fact(
    'amounts',
    amountsOf(placed).map((amount) => ({ ...amount })),
  );
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
  return values.size;
}
