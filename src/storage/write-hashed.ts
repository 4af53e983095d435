import { createHash, type Hash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { AssayError } from '../contract/index.ts';
import { abortable } from './abortable.ts';
import { BLOCK_BYTES, giveBlock, takeBlock } from './blocks.ts';
import { rethrow } from './storage-errors.ts';
import type { PutOptions, StoredBytes } from './store.ts';

/** How often the kernel is told to start writing to disk, so that the last fsync finds little left to do. */
const SYNC_EVERY = 64 * BLOCK_BYTES;

export interface WriteOptions extends PutOptions {
  /** False: a copy that may be lost with the machine. */
  readonly durable?: boolean;
}

/**
 * Writes a source to an open file while hashing it: one block is hashed while the one before it is written.
 * Resolves when all is written and, unless told otherwise, fsynced. What the source throws passes as it is, so that a
 * sender's broken line is never taken for a broken store. Errors: `too-large`, `hash-mismatch`, `storage-full`,
 * `storage-unavailable`, the signal's reason.
 */
export async function writeHashed(
  source: AsyncIterable<Uint8Array>,
  file: FileHandle,
  options: WriteOptions,
): Promise<StoredBytes> {
  const writer = new BlockWriter(file, options.durable !== false);
  try {
    for await (const chunk of abortable(source, options.signal)) {
      if (writer.bytes + chunk.byteLength > options.maxBytes) throw tooLarge(options.maxBytes);
      await writer.add(chunk);
    }
    const stored = await writer.finish();
    requireDeclared(stored, options);
    if (options.durable !== false) await file.sync().catch(rethrow);
    return stored;
  } finally {
    await writer.release();
  }
}

export function tooLarge(maxBytes: number): AssayError {
  return new AssayError(
    'too-large',
    `This is larger than the ${maxBytes} bytes allowed. Nothing of it was kept.`,
  );
}

export function requireDeclared(stored: StoredBytes, options: PutOptions): void {
  if (options.declared === undefined || options.declared === stored.sha256) return;
  throw new AssayError(
    'hash-mismatch',
    `The bytes that arrived have SHA-256 ${stored.sha256}, not ${options.declared} as declared. ` +
      'Nothing was kept; check the file and send it again.',
  );
}

/** Owns two blocks: one filling, one on its way to disk. */
class BlockWriter {
  bytes = 0;
  readonly #file: FileHandle;
  readonly #hash: Hash = createHash('sha256');
  #filling = takeBlock();
  #spare = takeBlock();
  #filled = 0;
  #written = 0;
  #writing: Promise<unknown> = Promise.resolve();
  #syncing: Promise<unknown> = Promise.resolve();

  readonly #durable: boolean;

  constructor(file: FileHandle, durable: boolean) {
    this.#file = file;
    this.#durable = durable;
  }

  async add(chunk: Uint8Array): Promise<void> {
    this.bytes += chunk.byteLength;
    for (let offset = 0; offset < chunk.byteLength; ) {
      const part = chunk.subarray(offset, offset + BLOCK_BYTES - this.#filled);
      this.#filling.set(part, this.#filled);
      this.#filled += part.byteLength;
      offset += part.byteLength;
      if (this.#filled === BLOCK_BYTES) await this.#flush();
    }
  }

  async finish(): Promise<StoredBytes> {
    if (this.#filled > 0) await this.#flush();
    await this.#writing;
    await this.#syncing;
    return { sha256: this.#hash.digest('hex'), bytes: this.bytes };
  }

  /** Waits until the disk no longer reads from the blocks, then gives them back. */
  async release(): Promise<void> {
    await Promise.allSettled([this.#writing, this.#syncing]);
    giveBlock(this.#filling);
    giveBlock(this.#spare);
  }

  async #flush(): Promise<void> {
    const full = this.#filling.subarray(0, this.#filled);
    await this.#writing;
    this.#writing = writeAll(this.#file, full, this.#written).catch(rethrow);
    // A failure is met at the next await; until then it must not count as unhandled.
    this.#writing.catch(() => undefined);
    this.#written += full.byteLength;
    this.#hash.update(full);
    [this.#filling, this.#spare] = [this.#spare, this.#filling];
    this.#filled = 0;
    if (this.#durable && this.#written % SYNC_EVERY === 0) this.#startSync();
  }

  #startSync(): void {
    this.#syncing = Promise.all([this.#syncing, this.#file.datasync()]).catch(rethrow);
    this.#syncing.catch(() => undefined);
  }
}

async function writeAll(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.byteLength; ) {
    const { bytesWritten } = await file.write(bytes, done, bytes.byteLength - done, position + done);
    done += bytesWritten;
  }
}
