import canonicalizeModule from 'canonicalize';
import { CustodyEntry, type CustodyEvent, type Id, type Sha256 } from '../contract/index.ts';
import { sha256Of } from './secrets.ts';

// The package is CommonJS and types its one export as a default.
const canonicalize = canonicalizeModule as unknown as (value: unknown) => string | undefined;

/** What stands before line 1. */
export const GENESIS: Sha256 = '0'.repeat(64);

export interface ChainHead {
  readonly seq: number;
  readonly hash: Sha256;
}

/** A line as it is stored: the text is what counts, and is never rewritten. */
export interface CustodyLine {
  readonly entry: CustodyEntry;
  readonly text: string;
}

/** Writes the line that follows `head`. Throws a ZodError when the event breaks the contract. */
export function chainLine(head: ChainHead, event: CustodyEvent, at: Date): CustodyLine {
  const body = { ...event, seq: head.seq + 1, at: at.toISOString(), prevHash: head.hash };
  const entry = CustodyEntry.parse({ ...body, entryHash: sha256Of(canonicalText(body)) });
  return { entry, text: canonicalText(entry) };
}

/** What is wrong with a line that should follow `head` in the unit's chain; undefined: nothing. */
export function faultOf(text: string, unit: Id, head: ChainHead): string | undefined {
  const entry = parseLine(text);
  if (!entry) return 'the stored text is not a custody line';
  if (canonicalText(entry) !== text) return 'the stored text was rewritten';
  const { entryHash, ...body } = entry;
  if (sha256Of(canonicalText(body)) !== entryHash) return 'its content does not match its own hash';
  if (entry.unit !== unit) return 'it belongs to the chain of another unit';
  if (entry.seq !== head.seq + 1) return `it says it is line ${entry.seq}`;
  if (entry.prevHash !== head.hash) return 'it does not follow the line before it';
  return undefined;
}

export function parseLine(text: string): CustodyEntry | undefined {
  try {
    const parsed = CustodyEntry.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

/** RFC 8785. */
function canonicalText(value: object): string {
  return canonicalize(value) as string;
}
