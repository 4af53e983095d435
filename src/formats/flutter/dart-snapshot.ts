import { type PrintableString, printableStrings, wideStrings } from '../strings/printable-strings.ts';
import { i32, u32 } from '../view.ts';

/** One compiled Dart program part (dart-lang/sdk, runtime/vm/snapshot.h). */
export interface DartSnapshot {
  readonly offset: number;
  /** 32 hex digits that name the exact Dart version: equal values mean equal compilers. */
  readonly versionHash: string;
  /** Build settings as written: `product no-code_comments … arm64 android …`. */
  readonly features: string;
  /** 2 full AOT in older, 3 in newer versions; as written. */
  readonly kind: number;
}

const MAGIC = Buffer.from('dcdcf5f5', 'hex');
const MAX_SNAPSHOTS = 16;

/** The snapshots in a compiled Flutter program, wherever its container (ELF, Mach-O, bare blob) keeps them. */
export function findDartSnapshots(bytes: Buffer): DartSnapshot[] {
  const found: DartSnapshot[] = [];
  for (let at = bytes.indexOf(MAGIC); at >= 0 && found.length < MAX_SNAPSHOTS; ) {
    const versionHash = bytes.toString('latin1', at + 20, at + 52);
    if (/^[0-9a-f]{32}$/.test(versionHash)) {
      const rest = bytes.subarray(at + 52, at + 52 + 1024);
      const end = rest.indexOf(0);
      found.push({
        offset: at,
        versionHash,
        kind: i32(bytes, at + 12),
        features: rest.toString('latin1', 0, Math.max(end, 0)),
      });
    }
    at = bytes.indexOf(MAGIC, at + 4);
  }
  return found;
}

/**
 * Texts of a compiled Flutter program. Dart keeps them as objects one behind the other, each with its length in front,
 * in one byte per character (Latin-1) or two: runs are cut where the length says, so that neighbours do not run together.
 */
export function* dartStrings(bytes: Buffer, from = 0, to = bytes.length): Generator<PrintableString> {
  for (const run of printableStrings(bytes, { from, to, least: LEAST })) {
    const length = declaredLength(bytes, run.offset);
    if (length < LEAST || length >= run.text.length) yield run;
    else {
      yield { ...run, text: bytes.toString('utf8', run.offset, run.offset + length) };
      const rest = { from: run.offset + length, to: run.offset + Buffer.byteLength(run.text), least: LEAST };
      yield* printableStrings(bytes, rest);
    }
  }
  yield* wideStrings(bytes, { from, to, least: LEAST });
}

const LEAST = 4;

/**
 * The length that Dart wrote in front of a text: a small integer shifted left by one bit, of 32 or 64 bits (read-only
 * data), or a variable-length number whose last byte has its high bit set and whose lowest bit says "two bytes per
 * character" (clustered data). 0: none of them is there.
 */
function declaredLength(bytes: Buffer, at: number): number {
  for (const before of [4, 8]) {
    const smi = u32(bytes, at - before);
    const high = before === 8 ? u32(bytes, at - 4) : 0;
    if (high === 0 && smi > 0 && smi % 2 === 0 && smi < 0x100000) return smi / 2;
  }
  const last = bytes[at - 1] ?? 0;
  if (last < 0x80) return 0;
  const previous = bytes[at - 2] ?? 0xff;
  const encoded = previous < 0x80 ? previous | ((last & 0x7f) << 7) : last & 0x7f;
  return encoded % 2 === 0 ? encoded / 2 : 0;
}
