import { randomBytes } from 'node:crypto';
import type { Id } from '../contract/index.ts';

/** A new row identifier: UUID version 7 (RFC 9562 section 5.7), so that ids sort by the time they were made. */
export function newId(atMs: number = Date.now()): Id {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(atMs, 0, 6);
  bytes[6] = 0x70 | (bytes[6]! & 0x0f);
  bytes[8] = 0x80 | (bytes[8]! & 0x3f);
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
