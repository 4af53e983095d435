import { describe, expect, it } from 'vitest';
import type { Tensor } from '../contract/index.ts';
import { gridAnchors } from './anchors.ts';
import { decodeFaces } from './detect-faces.ts';
import { overlap, suppress } from './suppress.ts';

const box = (x: number, y: number, side: number) => ({ x, y, width: side, height: side });

describe('anchors', () => {
  it('stand in the middle of each cell, row by row', () => {
    const anchors = gridAnchors(256, 16, 2);
    expect(anchors).toHaveLength(512);
    expect(anchors.slice(0, 3)).toEqual([
      { x: 8, y: 8 },
      { x: 8, y: 8 },
      { x: 24, y: 8 },
    ]);
    expect(gridAnchors(256, 32, 6)).toHaveLength(384);
  });
});

describe('overlapping boxes', () => {
  it('share what they share', () => {
    expect(overlap(box(0, 0, 10), box(0, 0, 10))).toBe(1);
    expect(overlap(box(0, 0, 10), box(5, 0, 10))).toBeCloseTo(1 / 3);
    expect(overlap(box(0, 0, 10), box(10, 0, 10))).toBe(0);
  });

  it('leave the best', () => {
    const faces = [
      { box: box(0, 0, 10), score: 0.8 },
      { box: box(1, 1, 10), score: 0.9 },
      { box: box(50, 50, 10), score: 0.5 },
    ];
    expect(suppress(faces, 0.3).map(({ score }) => score)).toEqual([0.9, 0.5]);
  });
});

describe('what the model says', () => {
  const outputs = (edit: (logits: Float32Array, boxes: Float32Array) => void): Record<string, Tensor> => {
    const tensor = (data: Float32Array): Tensor => ({ type: 'float32', dims: [data.length], data });
    const [l16, b16] = [new Float32Array(512).fill(-50), new Float32Array(512 * 16)];
    const [l8, b8] = [new Float32Array(384).fill(-50), new Float32Array(384 * 16)];
    edit(l16, b16);
    return {
      'logits-16': tensor(l16),
      'boxes-16': tensor(b16),
      'logits-8': tensor(l8),
      'boxes-8': tensor(b8),
    };
  };

  it('is read from its anchor', () => {
    const faces = decodeFaces(
      outputs((logits, boxes) => {
        logits[2] = 0;
        boxes.set([4, -2, 20, 30], 2 * 16);
      }),
      0.4,
    );
    expect(faces).toEqual([{ score: 0.5, box: { x: 18, y: -9, width: 20, height: 30 } }]);
  });

  it('is dropped when it is no number or has no size', () => {
    const faces = decodeFaces(
      outputs((logits, boxes) => {
        logits.set([Number.NaN, 9, 9]);
        boxes.set([0, 0, Number.NaN, 9], 16);
        boxes.set([0, 0, -5, 9], 32);
      }),
      0,
    );
    expect(faces).toEqual([]);
  });

  it('that lacks an output ends the run', () => {
    expect(() => decodeFaces({}, 0.5)).toThrow('logits-16');
  });
});
