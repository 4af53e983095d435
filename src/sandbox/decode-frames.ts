import { AnalysisFailure } from '../contract/index.ts';
import { BYTES_KIND, type Frame, HEADER, JSON_KIND, MAX_BYTES_FRAME, MAX_JSON_FRAME } from './frames.ts';

/** What one run may say, headers included: bytes, and a number of frames so that tiny ones cannot keep the parent busy. */
export interface FrameBudget {
  bytes: number;
  frames: number;
}

/**
 * Takes frames out of a hostile stream. Bytes frames come in pieces, as they arrive. A frame that the stream's end
 * cut off is dropped. `budget` counts down and may be set again between frames.
 *
 * Throws `AnalysisFailure`: `bad-output` for an unknown kind or a frame too large, `over-limit` for a spent budget.
 */
export async function* decodeFrames(
  source: AsyncIterable<Uint8Array>,
  budget: FrameBudget,
): AsyncGenerator<Frame, void, undefined> {
  let held: Buffer = Buffer.alloc(0);
  let bytesLeft = 0;
  for await (const chunk of source) {
    held = held.length === 0 ? asBuffer(chunk) : Buffer.concat([held, chunk]);
    for (;;) {
      if (bytesLeft > 0 && held.length > 0) {
        const piece = held.subarray(0, bytesLeft);
        bytesLeft -= piece.length;
        held = held.subarray(piece.length);
        yield { kind: 'bytes', bytes: piece };
        continue;
      }
      if (held.length < HEADER) break;
      const length = held.readUInt32BE(0);
      const kind = checkHeader(held[4], length, budget);
      if (kind === 'bytes') {
        bytesLeft = length;
        held = held.subarray(HEADER);
        spend(budget, length);
        continue;
      }
      if (held.length < HEADER + length) break;
      spend(budget, length);
      const text = held.toString('utf8', HEADER, HEADER + length);
      held = held.subarray(HEADER + length);
      yield { kind: 'json', text };
    }
  }
}

function checkHeader(kind: number | undefined, length: number, budget: FrameBudget): Frame['kind'] {
  const isJson = kind === JSON_KIND;
  if (!isJson && kind !== BYTES_KIND)
    throw new AnalysisFailure('bad-output', 'The jail sent a frame of a kind that does not exist.');
  if (length > (isJson ? MAX_JSON_FRAME : MAX_BYTES_FRAME))
    throw new AnalysisFailure(
      'bad-output',
      `The jail sent a frame of ${length} bytes, more than one may hold.`,
    );
  if (length + HEADER > budget.bytes)
    throw new AnalysisFailure('over-limit', 'The analyzer said more than its limit of output bytes.');
  if (budget.frames < 1)
    throw new AnalysisFailure('over-limit', 'The analyzer sent more messages than a run may.');
  return isJson ? 'json' : 'bytes';
}

function spend(budget: FrameBudget, length: number): void {
  budget.bytes -= length + HEADER;
  budget.frames -= 1;
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
