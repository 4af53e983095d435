import { AssayError } from '../contract/index.ts';
import { readPartHeaders } from './part-headers.ts';

export interface MultipartLimits {
  readonly maxParts: number;
  /** All headers of one part, bytes. */
  readonly maxHeaderBytes: number;
}

export interface Part {
  readonly name: string;
  /** As the sender wrote it; undefined when there is none. */
  readonly fileName: string | undefined;
  /** Read it to its end before asking for the next part. */
  readonly body: AsyncIterable<Buffer>;
}

const CRLF2 = Buffer.from('\r\n\r\n');
const MAX_PADDING = 1024;

const bad = (what: string) => new AssayError('bad-request', `The multipart body is malformed: ${what}.`);

/**
 * Reads multipart/form-data (RFC 7578, RFC 2046 section 5.1) part by part as it arrives; nothing is kept but one chunk.
 * Own reader, because the common ones leave out parts that they cannot read without saying so, and here a part is
 * evidence: whatever is not understood is refused. Errors: `bad-request`, `too-large`.
 */
export async function* readParts(
  source: AsyncIterable<Buffer>,
  boundary: string,
  limits: MultipartLimits,
): AsyncGenerator<Part, void, undefined> {
  const reader = createReader(source, Buffer.from(`\r\n--${boundary}`, 'latin1'));
  await reader.skipPreamble();
  for (let count = 0; await reader.beginPart(); count++) {
    if (count >= limits.maxParts) {
      throw new AssayError('too-large', `The body has more than ${limits.maxParts} parts.`);
    }
    const headers = readPartHeaders(await reader.takeHeaders(limits.maxHeaderBytes));
    const body = reader.takeBody();
    yield { ...headers, body };
    for await (const _rest of body) throw new AssayError('internal', 'A part was not read to its end.');
  }
  await reader.skipEpilogue();
}

interface Reader {
  skipPreamble(): Promise<void>;
  /** After a delimiter: false at the last one. */
  beginPart(): Promise<boolean>;
  takeHeaders(maxBytes: number): Promise<Buffer>;
  takeBody(): AsyncGenerator<Buffer, void, undefined>;
  skipEpilogue(): Promise<void>;
}

function createReader(source: AsyncIterable<Buffer>, delimiter: Buffer): Reader {
  const chunks = source[Symbol.asyncIterator]();
  // The first delimiter may stand at the very start, without the line end that belongs to it.
  let held: Buffer = Buffer.from('\r\n');
  const next = async (): Promise<Buffer | undefined> => {
    const chunk = await chunks.next();
    return chunk.done === true ? undefined : chunk.value;
  };
  const more = async (): Promise<void> => {
    const chunk = await next();
    if (chunk === undefined) throw bad('it ends before its last boundary');
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
  };

  async function* takeBody(): AsyncGenerator<Buffer, void, undefined> {
    for (;;) {
      const end = held.indexOf(delimiter);
      if (end !== -1) {
        const last = held.subarray(0, end);
        held = held.subarray(end + delimiter.length);
        if (last.length > 0) yield last;
        return;
      }
      const safe = held.length - heldBack(held, delimiter);
      const ready = held.subarray(0, safe);
      held = held.subarray(safe);
      if (ready.length > 0) yield ready;
      await more();
    }
  }

  const skipUpTo = async (what: string): Promise<void> => {
    let skipped = 0;
    for await (const chunk of takeBody()) {
      skipped += chunk.length;
      if (skipped > MAX_PADDING) throw bad(what);
    }
  };

  return {
    takeBody,
    skipPreamble: () => skipUpTo('it does not begin with the boundary that its Content-Type names'),
    beginPart: async () => {
      while (held.length < 2) await more();
      if (held[0] === 0x2d && held[1] === 0x2d) return false;
      if (held[0] === 0x0d && held[1] === 0x0a) return true;
      throw bad('a boundary is not followed by a line end');
    },
    // The line end after the delimiter stays in front, so that a part without headers is seen as such.
    takeHeaders: async (maxBytes) => {
      let end = held.indexOf(CRLF2);
      while (end === -1) {
        if (held.length > maxBytes) break;
        await more();
        end = held.indexOf(CRLF2);
      }
      if (end === -1 || end > maxBytes) {
        throw new AssayError('too-large', `The headers of a part are larger than ${maxBytes} bytes.`);
      }
      const headers = held.subarray(2, Math.max(2, end));
      held = held.subarray(end + CRLF2.length);
      return headers;
    },
    skipEpilogue: async () => {
      let skipped = held.length;
      while (skipped <= MAX_PADDING) {
        const chunk = await next();
        if (chunk === undefined) return;
        skipped += chunk.length;
      }
      throw bad('something follows its last boundary');
    },
  };
}

/** How many bytes at the end may be the start of a delimiter. It holds one CR, its first byte, so only the last CR counts. */
function heldBack(buffer: Buffer, delimiter: Buffer): number {
  const window = Math.min(buffer.length, delimiter.length - 1);
  const at = buffer.lastIndexOf(0x0d);
  if (at === -1 || at < buffer.length - window) return 0;
  const tail = buffer.subarray(at);
  return tail.equals(delimiter.subarray(0, tail.length)) ? tail.length : 0;
}
