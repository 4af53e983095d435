import { HEADER } from './frames.ts';

/** Reads the parent's JSON frames, in the jail. The parent is trusted; the end of its pipe is undefined. */
export function readOrders(source: AsyncIterable<Uint8Array>): () => Promise<unknown> {
  const pieces = source[Symbol.asyncIterator]();
  let held = Buffer.alloc(0);
  async function hold(bytes: number): Promise<boolean> {
    while (held.length < bytes) {
      const next = await pieces.next();
      if (next.done) return false;
      held = Buffer.concat([held, next.value]);
    }
    return true;
  }
  return async () => {
    if (!(await hold(HEADER))) return undefined;
    const end = HEADER + held.readUInt32BE(0);
    if (!(await hold(end))) return undefined;
    const text = held.toString('utf8', HEADER, end);
    held = held.subarray(end);
    return JSON.parse(text);
  };
}
