import type { ByteSource } from '../source.ts';

/** A chunk of RIFF (WebP, WAV, AVI). Offsets count from the beginning of the file. */
export interface RiffChunk {
  readonly type: string;
  /** Of its header. */
  readonly offset: number;
  /** Of its content, as far as the file goes. */
  readonly bytes: number;
}

export interface Riff {
  /** `WEBP`, `WAVE`, `AVI `. */
  readonly form: string;
  readonly chunks: readonly RiffChunk[];
  /** Where the outer chunk ends by its own length. */
  readonly end: number;
  /** True: a chunk claims more than there is, or there are more chunks than are listed. */
  readonly cut: boolean;
}

const MAX_CHUNKS = 5000;

/** The chunks of the outermost level. Undefined: no RIFF file. */
export async function readRiff(source: ByteSource): Promise<Riff | undefined> {
  const head = await source.read(0, 12);
  if (head.length < 12 || head.toString('latin1', 0, 4) !== 'RIFF') return undefined;
  const end = Math.min(source.size, 8 + head.readUInt32LE(4));
  const chunks: RiffChunk[] = [];
  let cut = false;
  for (let at = 12; at + 8 <= end; ) {
    if (chunks.length >= MAX_CHUNKS) return { form: form(head), chunks, end, cut: true };
    const one = await source.read(at, 8);
    if (one.length < 8) break;
    const claimed = one.readUInt32LE(4);
    const bytes = Math.min(claimed, end - at - 8);
    cut ||= bytes < claimed;
    chunks.push({ type: one.toString('latin1', 0, 4).replace(/[^\x20-\x7e]/g, '?'), offset: at, bytes });
    at += 8 + claimed + (claimed & 1);
  }
  return { form: form(head), chunks, end, cut };
}

function form(head: Buffer): string {
  return head.toString('latin1', 8, 12).replace(/[^\x20-\x7e]/g, '?');
}
