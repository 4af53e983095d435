import type { Sink } from '../../contract/index.ts';

/** A file inside an app that is worth an examination of its own. */
export interface FileToHandOn {
  /** Its name inside the app: a fact, never a path to use. */
  readonly name: string;
  readonly open: () => AsyncIterable<Buffer>;
}

const MAX_BYTES = 64 * 1024 * 1024;
const MAX_TOTAL_BYTES = 192 * 1024 * 1024;

/** Hands on files of an app, 64 MiB each and 192 MiB together; what could not be handed on is said. */
export async function handOnFiles(sink: Sink, files: readonly FileToHandOn[]): Promise<void> {
  const budget = { left: MAX_TOTAL_BYTES };
  for (const { name, open } of files) {
    try {
      const from = meter(open(), budget);
      if (await sink.child({ claimedName: name.slice(0, 1024), relation: 'extracted-from', from })) continue;
      sink.notExamined(
        'further embedded files',
        'not-run',
        `${files.length} were found, more than may be handed on.`,
      );
      return;
    } catch (error) {
      sink.notExamined(
        name.slice(0, 300) || 'a file',
        'not-examinable',
        (error as Error).message.slice(0, 300),
      );
    }
  }
}

/** Counts what is really unpacked: declared sizes may lie. */
async function* meter(chunks: AsyncIterable<Buffer>, budget: { left: number }): AsyncGenerator<Buffer> {
  let own = 0;
  for await (const chunk of chunks) {
    own += chunk.length;
    budget.left -= chunk.length;
    if (own > MAX_BYTES || budget.left < 0)
      throw new Error('It unpacks to more than is handed on from one app.');
    yield chunk;
  }
}
