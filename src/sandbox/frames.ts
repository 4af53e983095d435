/**
 * What crosses the jail's wall: frames of a 4-byte big-endian length, one byte of kind (`J` JSON, `B` bytes of the
 * file that is open) and the payload.
 */
export type Frame =
  | { readonly kind: 'json'; readonly text: string }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array };

/** Bytes before the payload: length and kind. */
export const HEADER = 5;
export const JSON_KIND = 0x4a;
export const BYTES_KIND = 0x42;

/** Largest JSON frame, bytes. */
export const MAX_JSON_FRAME = 2 * 1024 * 1024;
/** Largest bytes frame, bytes. */
export const MAX_BYTES_FRAME = 1024 * 1024;

export function encodeFrame(value: unknown): Buffer {
  return withHeader(JSON_KIND, Buffer.from(JSON.stringify(value), 'utf8'));
}

export function encodeBytes(bytes: Uint8Array): Buffer {
  return withHeader(BYTES_KIND, bytes);
}

function withHeader(kind: number, payload: Uint8Array): Buffer {
  const frame = Buffer.allocUnsafe(HEADER + payload.length);
  frame.writeUInt32BE(payload.length, 0);
  frame[4] = kind;
  frame.set(payload, HEADER);
  return frame;
}
