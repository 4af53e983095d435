import type { ByteSource } from '../source.ts';
import type { Riff } from './read-riff.ts';

const MAX_BYTES = 64 * 1024;
const MAX_TEXTS = 100;

/** Texts of the outermost `LIST INFO` chunks: `ISFT` names the program that wrote the file. */
export async function readRiffInfo(
  source: ByteSource,
  { chunks }: Riff,
): Promise<{ key: string; text: string }[]> {
  const texts: { key: string; text: string }[] = [];
  for (const chunk of chunks.filter(({ type }) => type === 'LIST').slice(0, 8)) {
    const body = await source.read(chunk.offset + 8, Math.min(chunk.bytes, MAX_BYTES));
    if (body.toString('latin1', 0, 4) !== 'INFO') continue;
    for (let at = 4; at + 8 <= body.length && texts.length < MAX_TEXTS; ) {
      const length = body.readUInt32LE(at + 4);
      const text = body.toString('utf8', at + 8, Math.min(body.length, at + 8 + length));
      texts.push({
        key: body.toString('latin1', at, at + 4).replace(/[^\x20-\x7e]/g, '?'),
        text: text.replaceAll('\0', ''),
      });
      at += 8 + length + (length & 1);
    }
  }
  return texts;
}
