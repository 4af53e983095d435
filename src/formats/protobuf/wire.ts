/** One field of a protobuf message (protobuf.dev, "Encoding"). */
export interface WireField {
  readonly number: number;
  /** Of variable and fixed width. */
  readonly value: bigint;
  /** Of length-delimited fields: texts, bytes, messages. A view. */
  readonly bytes: Buffer | undefined;
}

const MAX_FIELDS = 2_000_000;

/**
 * Fields of a message, in order. Ends where the bytes make no sense: a reader of unknown messages cannot tell a flaw from
 * an end, so `wholeMessage` says whether all of it was read.
 */
export function* wireFields(message: Buffer): Generator<WireField> {
  let at = 0;
  for (let i = 0; i < MAX_FIELDS && at < message.length; i++) {
    const tag = readVarint(message, at);
    if (!tag) return;
    const number = Number(tag.value >> 3n);
    const read = number === 0 ? undefined : readField(message, tag.end, Number(tag.value & 7n));
    if (!read) return;
    yield { number, value: read.value, bytes: read.bytes };
    at = read.end;
  }
}

/** True: the bytes are fields from beginning to end. */
export function wholeMessage(message: Buffer): boolean {
  let at = 0;
  while (at < message.length) {
    const tag = readVarint(message, at);
    const read =
      tag && tag.value >> 3n !== 0n ? readField(message, tag.end, Number(tag.value & 7n)) : undefined;
    if (!read) return false;
    at = read.end;
  }
  return true;
}

/** Contents of the length-delimited fields of that number. */
export function messagesOf(message: Buffer, number: number): Buffer[] {
  const found: Buffer[] = [];
  for (const field of wireFields(message))
    if (field.number === number && field.bytes) found.push(field.bytes);
  return found;
}

/** The last one counts where a field that may stand once stands often. */
export function messageOf(message: Buffer | undefined, number: number): Buffer | undefined {
  return message && messagesOf(message, number).at(-1);
}

export function textOf(message: Buffer | undefined, number: number): string | undefined {
  return messageOf(message, number)?.toString('utf8');
}

export function numberOf(message: Buffer | undefined, number: number): number | undefined {
  let found: number | undefined;
  if (message)
    for (const field of wireFields(message))
      if (field.number === number && !field.bytes) found = Number(BigInt.asIntN(64, field.value));
  return found;
}

function readField(
  message: Buffer,
  at: number,
  type: number,
): { value: bigint; bytes: Buffer | undefined; end: number } | undefined {
  if (type === 0) {
    const read = readVarint(message, at);
    return read && { ...read, bytes: undefined };
  }
  if (type === 1 || type === 5) {
    const width = type === 1 ? 8 : 4;
    if (at + width > message.length) return undefined;
    const value = width === 8 ? message.readBigUInt64LE(at) : BigInt(message.readUInt32LE(at));
    return { value, bytes: undefined, end: at + width };
  }
  if (type !== 2) return undefined;
  const length = readVarint(message, at);
  if (!length || length.value > BigInt(message.length - length.end)) return undefined;
  const end = length.end + Number(length.value);
  return { value: 0n, bytes: message.subarray(length.end, end), end };
}

function readVarint(message: Buffer, at: number): { value: bigint; end: number } | undefined {
  let value = 0n;
  for (let i = 0; i < 10; i++) {
    const byte = message[at + i];
    if (byte === undefined) return undefined;
    value |= BigInt(byte & 0x7f) << BigInt(i * 7);
    if (byte < 0x80) return { value, end: at + i + 1 };
  }
  return undefined;
}
