import { describe, expect, it } from 'vitest';
import { decodeFrames, type FrameBudget } from './decode-frames.ts';
import { encodeBytes, encodeFrame, type Frame, MAX_JSON_FRAME } from './frames.ts';

const plenty = (): FrameBudget => ({ bytes: 1e9, frames: 1e6 });

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function decode(bytes: Buffer, size = bytes.length || 1, budget = plenty()): Promise<Frame[]> {
  const frames: Frame[] = [];
  for await (const frame of decodeFrames(inPieces(bytes, size), budget)) frames.push(frame);
  return frames;
}

/** Bytes frames may come in pieces: joined, so that they compare. */
function spoken(frames: readonly Frame[]): string {
  return frames
    .map((frame) => (frame.kind === 'json' ? frame.text : Buffer.from(frame.bytes).toString()))
    .join('');
}

const talk = Buffer.concat([
  encodeFrame({ t: 'hello', name: 'ä€😀' }),
  encodeBytes(Buffer.from('some bytes')),
  encodeBytes(new Uint8Array()),
  encodeFrame({ t: 'end' }),
]);

describe('frames out of a jail', () => {
  it('read the same however the pipe cuts them', async () => {
    const whole = spoken(await decode(talk));
    expect(whole).toBe('{"t":"hello","name":"ä€😀"}some bytes{"t":"end"}');
    for (let size = 1; size < talk.length; size++) expect(spoken(await decode(talk, size))).toBe(whole);
  });

  it('are dropped when the end of the pipe cuts them off', async () => {
    expect(await decode(talk.subarray(0, 20))).toEqual([]);
    expect(await decode(talk.subarray(0, 3))).toEqual([]);
  });

  it.each([
    ['an unknown kind', Buffer.from([0, 0, 0, 1, 0x5a, 0])],
    ['a length of 4 GiB', Buffer.from([255, 255, 255, 255, 0x4a, 0])],
    ['more JSON than a frame may hold', encodeFrame('x'.repeat(MAX_JSON_FRAME))],
  ])('are refused for %s', async (_what, bytes) => {
    await expect(decode(bytes)).rejects.toMatchObject({ failure: 'bad-output' });
  });

  it('are refused before the budget is overdrawn, and those before it are kept', async () => {
    const frames: Frame[] = [];
    const read = async (budget: FrameBudget): Promise<void> => {
      for await (const frame of decodeFrames(inPieces(talk, talk.length), budget)) frames.push(frame);
    };
    await expect(read({ bytes: 50, frames: 9 })).rejects.toMatchObject({ failure: 'over-limit' });
    expect(frames).toHaveLength(1);
    await expect(read({ bytes: 1e6, frames: 2 })).rejects.toMatchObject({ failure: 'over-limit' });
  });
});
