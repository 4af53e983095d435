/** Why unpacking stopped. */
export class BudgetSpent extends Error {
  override readonly name = 'BudgetSpent';
  /** `ratio` is the mark of a bomb; `bytes` may just be a large archive. */
  readonly limit: 'bytes' | 'ratio';
  constructor(limit: 'bytes' | 'ratio', message: string) {
    super(message);
    this.limit = limit;
  }
}

/** No honest member grows this much beyond its first megabytes; text and blank images stay below. */
const MAX_RATIO = 400;
const FREE_BYTES = 32 * 1024 * 1024;

/** What one archive may unpack to, over all its members. */
export interface Budget {
  readonly spentBytes: number;
  /** Passes bytes through, counts them, and throws `BudgetSpent` when it is too much. */
  meter(chunks: AsyncIterable<Uint8Array>, packedBytes: number | undefined): AsyncGenerator<Uint8Array>;
}

/** `maxBytes`: of all members together. `archiveBytes`: size of the archive, against which the whole is weighed. */
export function openBudget(maxBytes: number, archiveBytes: number): Budget {
  let spent = 0;
  const tooMuch = (grown: number, packed: number): boolean =>
    grown > FREE_BYTES && grown > packed * MAX_RATIO;
  return {
    get spentBytes() {
      return spent;
    },
    async *meter(chunks, packedBytes) {
      let own = 0;
      for await (const chunk of chunks) {
        own += chunk.length;
        spent += chunk.length;
        if (spent > maxBytes)
          throw new BudgetSpent(
            'bytes',
            `The members unpack to more than ${maxBytes} bytes, the limit for one archive.`,
          );
        if (tooMuch(own, packedBytes ?? archiveBytes) || tooMuch(spent, archiveBytes))
          throw new BudgetSpent('ratio', `Unpacked data grew beyond ${MAX_RATIO} times its packed size.`);
        yield chunk;
      }
    },
  };
}
