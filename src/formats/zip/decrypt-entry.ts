import { createCipheriv, createHmac, pbkdf2Sync, timingSafeEqual } from 'node:crypto';
import { crcTable } from './crc-table.ts';
import type { ZipEntry } from './zip.ts';

/** How an entry is locked: the old ZIP cipher (APPNOTE 6.1) or AES as WinZip writes it (AE-1 and AE-2). */
export type Lock =
  | { readonly kind: 'zipcrypto'; readonly method: number; readonly headerBytes: number }
  | {
      readonly kind: 'aes';
      readonly method: number;
      readonly keyBytes: 16 | 24 | 32;
      readonly headerBytes: number;
    };

const AES_TRAILER_BYTES = 10;

/** Undefined: the entry is not marked as encrypted, or in a way that is not known here. */
export function lockOf(entry: ZipEntry): Lock | undefined {
  if ((entry.flags & 1) === 0 || (entry.flags & 0x40) !== 0) return undefined;
  if (entry.method !== 99) return { kind: 'zipcrypto', method: entry.method, headerBytes: 12 };
  const field = findExtra(entry.extra, 0x9901);
  const keyBytes = ([undefined, 16, 24, 32] as const)[field?.[4] ?? 0];
  if (!field || field.length < 7 || keyBytes === undefined) return undefined;
  return { kind: 'aes', method: field.readUInt16LE(5), keyBytes, headerBytes: keyBytes / 2 + 2 };
}

/**
 * Prepares to decrypt with a password. `head`: the first `lock.headerBytes` of the entry's data. Undefined: the check
 * bytes say that the password is wrong; they let one wrong password in 256 (in 65 536 for AES) pass.
 */
export function openLock(
  lock: Lock,
  password: string,
  head: Buffer,
  entry: ZipEntry,
): ((chunks: AsyncIterable<Buffer>) => AsyncGenerator<Buffer>) | undefined {
  if (head.length < lock.headerBytes) return undefined;
  return lock.kind === 'aes'
    ? openAes(lock.keyBytes, password, head, entry)
    : openZipCrypto(password, head, entry);
}

function openZipCrypto(password: string, head: Buffer, entry: ZipEntry) {
  const keys = makeKeys(Buffer.from(password));
  const check = decryptInPlace(keys, Buffer.from(head))[11];
  const expected = (entry.flags & 8) !== 0 ? entry.dosTime >>> 8 : entry.crc32 >>> 24;
  if (check !== expected) return undefined;
  return async function* (chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) yield decryptInPlace(keys, Buffer.from(chunk));
  };
}

type Keys = [number, number, number];

function makeKeys(password: Buffer): Keys {
  const keys: Keys = [0x12345678, 0x23456789, 0x34567890];
  for (const byte of password) updateKeys(keys, byte);
  return keys;
}

function updateKeys(keys: Keys, byte: number): void {
  keys[0] = crcTable[(keys[0] ^ byte) & 0xff]! ^ (keys[0] >>> 8);
  keys[1] = (Math.imul((keys[1] + (keys[0] & 0xff)) | 0, 134_775_813) + 1) | 0;
  keys[2] = crcTable[(keys[2] ^ (keys[1] >>> 24)) & 0xff]! ^ (keys[2] >>> 8);
}

function decryptInPlace(keys: Keys, bytes: Buffer): Buffer {
  for (let at = 0; at < bytes.length; at++) {
    const temp = (keys[2] | 2) & 0xffff;
    bytes[at] = bytes[at]! ^ ((Math.imul(temp, temp ^ 1) >>> 8) & 0xff);
    updateKeys(keys, bytes[at]!);
  }
  return bytes;
}

/** AES in counter mode with a little-endian counter from 1; key, HMAC key and check bytes from PBKDF2-HMAC-SHA1. */
function openAes(keyBytes: 16 | 24 | 32, password: string, head: Buffer, entry: ZipEntry) {
  const salt = head.subarray(0, keyBytes / 2);
  const derived = pbkdf2Sync(password, salt, 1000, keyBytes * 2 + 2, 'sha1');
  if (!derived.subarray(keyBytes * 2).equals(head.subarray(keyBytes / 2, keyBytes / 2 + 2))) return undefined;
  return async function* (chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    const cipher = createCipheriv(
      `aes-${keyBytes * 8}-ecb`,
      derived.subarray(0, keyBytes),
      null,
    ).setAutoPadding(false);
    const mac = createHmac('sha1', derived.subarray(keyBytes, keyBytes * 2));
    let counter = 1;
    for await (const chunk of inBlocks(chunks, entry.compressedBytes - head.length - AES_TRAILER_BYTES)) {
      if (chunk.trailer) {
        if (
          chunk.bytes.length < AES_TRAILER_BYTES ||
          !timingSafeEqual(mac.digest().subarray(0, AES_TRAILER_BYTES), chunk.bytes)
        )
          throw new Error('The authentication code does not match: wrong password or changed data.');
        return;
      }
      mac.update(chunk.bytes);
      const blocks = Math.ceil(chunk.bytes.length / 16);
      const stream = cipher.update(counterBlocks(counter, blocks));
      counter += blocks;
      yield xor(chunk.bytes, stream);
    }
  };
}

/** Regroups to whole cipher blocks, then hands out what follows the `dataBytes` as the trailer. */
async function* inBlocks(
  chunks: AsyncIterable<Buffer>,
  dataBytes: number,
): AsyncGenerator<{ bytes: Buffer; trailer: boolean }> {
  let left = Math.max(0, dataBytes);
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const take = rest.length >= left ? left : rest.length - (rest.length % 16);
    if (take === 0) continue;
    yield { bytes: rest.subarray(0, take), trailer: false };
    rest = rest.subarray(take);
    left -= take;
  }
  yield { bytes: rest.subarray(0, AES_TRAILER_BYTES), trailer: true };
}

function counterBlocks(first: number, count: number): Buffer {
  const blocks = Buffer.alloc(count * 16);
  for (let at = 0; at < count; at++) blocks.writeUIntLE(first + at, at * 16, 6);
  return blocks;
}

function xor(bytes: Buffer, stream: Buffer): Buffer {
  const out = Buffer.allocUnsafe(bytes.length);
  for (let at = 0; at < bytes.length; at++) out[at] = bytes[at]! ^ stream[at]!;
  return out;
}

function findExtra(extra: Buffer, id: number): Buffer | undefined {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2))
    if (extra.readUInt16LE(at) === id) return extra.subarray(at + 4, at + 4 + extra.readUInt16LE(at + 2));
  return undefined;
}
