import type { Sink } from '../../src/contract/index.ts';
import { streamEntry, type Zip } from '../../src/formats/index.ts';

const MAX_BYTES = 2 * 1024 ** 3;
const MAX_TOTAL_BYTES = 3 * 1024 ** 3;
/** Beyond its first megabytes no honest part grows to this many times its packed size. */
const MAX_RATIO = 400;
const FREE_BYTES = 32 * 1024 * 1024;

/** Hands on the files that `wanted` names, in the order of the archive. */
export async function handOnParts(zip: Zip, wanted: (name: string) => boolean, sink: Sink): Promise<void> {
  const entries = zip.entries.filter(({ name, isFolder }) => !isFolder && wanted(name));
  const budget = { left: MAX_TOTAL_BYTES };
  let handed = 0;
  for (const entry of entries) {
    try {
      const from = meter(streamEntry(zip, entry), entry.compressedBytes, budget);
      if (!(await sink.child({ claimedName: entry.name.slice(0, 1024), relation: 'extracted-from', from }))) {
        sink.notExamined(
          'further parts',
          'not-run',
          `There are ${entries.length}; ${handed} were handed on.`,
        );
        break;
      }
      handed += 1;
    } catch (error) {
      sink.notExamined(
        entry.name.slice(0, 300) || 'a part',
        'not-examinable',
        (error as Error).message.slice(0, 300),
      );
    }
  }
  sink.fact('handedOn', handed);
  sink.examined(`${handed} of ${entries.length} files handed on`);
}

/** Counts what is really unpacked: declared sizes may lie. */
async function* meter(
  chunks: AsyncIterable<Buffer>,
  packedBytes: number,
  budget: { left: number },
): AsyncGenerator<Buffer> {
  let own = 0;
  for await (const chunk of chunks) {
    own += chunk.length;
    budget.left -= chunk.length;
    if (own > MAX_BYTES || budget.left < 0 || (own > FREE_BYTES && own > packedBytes * MAX_RATIO))
      throw new Error('It unpacks to more than is handed on from one bundle.');
    yield chunk;
  }
}
