import type { YaraX } from '@litko/yara-x';

/** One rule that matched one file. */
export interface RuleHit {
  readonly rule: string;
  readonly meta: Readonly<Record<string, string>>;
  readonly tags: readonly string[];
  /** Offsets in the file, ascending; empty where the condition asks for no pattern. */
  readonly matches: readonly {
    readonly pattern: string;
    readonly offset: number;
    readonly length: number;
    /** What stood there, where it is short printable text. */
    readonly text: string | undefined;
  }[];
}

const MOST_TOLD = 100;
const MOST_TEXT = 120;

/** Scans one file. Throws what YARA-X throws, which is a flaw of a rule and not of the bytes. */
export function scanRules(rules: YaraX, bytes: Buffer, entry: string): RuleHit[] {
  return rules.scan(bytes, { entry }).map((match) => ({
    rule: match.ruleIdentifier,
    meta: Object.fromEntries(
      Object.entries(match.meta)
        .filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value))
        .map(([key, value]) => [key, String(value).slice(0, 1000)]),
    ),
    tags: match.tags.slice(0, 20),
    matches: [...match.matches]
      .sort((a, b) => a.offset - b.offset)
      .slice(0, MOST_TOLD)
      .map(({ identifier, offset, length }) => ({
        pattern: identifier,
        offset,
        length,
        text: printable(bytes.subarray(offset, offset + length)),
      })),
  }));
}

function printable(bytes: Buffer): string | undefined {
  if (bytes.length > MOST_TEXT) return undefined;
  const text = bytes.toString('utf8');
  return /[\p{C}\ufffd]/u.test(text) ? undefined : text;
}
