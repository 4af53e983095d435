import { AnalysisFailure, type Model, type Tensor } from '../../contract/plain.ts';
import { type Raster, toGrey } from '../../media/index.ts';
import { sizeByHeight } from '../letter-heights.ts';
import type { Slab } from '../slab.ts';
import { spaceByGaps } from '../space-gaps.ts';
import { straighten } from '../straighten.ts';
import { decodeCtc, type Letter } from './decode-ctc.ts';
import { letters } from './letters.ts';

const HEIGHT = 48;
/** A longer line is squeezed: the network's work grows with the width. */
const MOST_WIDTH = 2400;
const LEAST_WIDTH = 48;
/** The network was trained with room behind the text. */
const ROOM = 16;

export interface PaddleLine {
  readonly letters: readonly Letter[];
  readonly text: string;
  /** Mean score of the letters, 0–1. */
  readonly score: number;
  /** The network's last features: their means over the line, then their peaks. For `guessScript`. */
  readonly features: Float32Array;
}

function toInput({ width, height, data }: Raster): Tensor {
  const area = (width + ROOM) * height;
  const values = new Float32Array(area * 3);
  for (let channel = 0; channel < 3; channel++)
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width + ROOM; x++) {
        const from = (y * width + Math.min(x, width - 1)) * 3 + 2 - channel;
        values[channel * area + y * (width + ROOM) + x] = (data[from] ?? 0) / 127.5 - 1;
      }
  return { type: 'float32', dims: [1, 3, height, width + ROOM], data: values };
}

/** `xn--` begins every internationalised label, and no label has `xn-` otherwise (RFC 5891): the decoder merges signs. */
function mendPunycode(read: readonly Letter[]): Letter[] {
  return read.flatMap((letter, i) => {
    const before = `${read[i - 2]?.text ?? ''}${read[i - 1]?.text ?? ''}${letter.text}`.toLowerCase();
    const isStart = !/[a-z0-9-]/i.test(read[i - 3]?.text ?? ' ');
    return before === 'xn-' && isStart && /[a-z0-9]/i.test(read[i + 1]?.text ?? '')
      ? [letter, letter]
      : [letter];
  });
}

const valuesOf = (tensor: Tensor | undefined): number[] =>
  tensor?.type === 'float32' ? Array.from(tensor.data) : [];

/** Reads one line with `ppocr-read`: Chinese, and Latin without most accents. */
export async function readLine(raster: Raster, slab: Slab, model: Model): Promise<PaddleLine> {
  const natural = Math.round((HEIGHT * slab.width) / Math.max(1, slab.height));
  const width = Math.min(MOST_WIDTH, Math.max(LEAST_WIDTH, natural));
  const level = straighten(raster, slab, width, HEIGHT);
  const output = await model.run({ x: toInput(level) });
  const { classes, scores } = output;
  if (classes?.type !== 'int32' || scores?.type !== 'float32')
    throw new AnalysisFailure('crashed', 'The text reader gave no letters.');
  const stretch = (width + ROOM) / width;
  const decoded = decodeCtc(classes.data, scores.data, letters());
  const placed = mendPunycode(decoded).map((l) => ({ ...l, at: Math.min(1, l.at * stretch) }));
  const grey = { width, height: HEIGHT, data: toGrey(level) };
  const read = spaceByGaps(sizeByHeight(placed, grey), grey);
  const score = read.reduce((sum, l) => sum + l.score, 0) / Math.max(1, read.length);
  const features = Float32Array.from([output['feature-means'], output['feature-peaks']].flatMap(valuesOf));
  return { letters: read, text: read.map((l) => l.text).join(''), score, features };
}
