/** Size of the blocks that bytes are hashed and written in. */
export const BLOCK_BYTES = 1024 * 1024;

const KEPT = 8;
const free: Buffer[] = [];

/** Lends a block that is given back afterwards: long streams would otherwise leave megabytes for the collector. */
export function takeBlock(): Buffer {
  return free.pop() ?? Buffer.allocUnsafeSlow(BLOCK_BYTES);
}

export function giveBlock(block: Buffer): void {
  if (free.length < KEPT) free.push(block);
}
