import type { Model } from '../../src/contract/index.ts';
import type { Box, Raster } from '../../src/media/index.ts';
import { detectFaces, examinable, median, type Refusal } from '../../src/vision/index.ts';
import { type Detector, type FaceToScore, featuresOf } from './detectors.ts';
import { type Encoding, openPictures } from './open-pictures.ts';
import { type Item, listItems, type Source } from './sources.ts';

export interface BenchModels {
  /** False: scores too what may not be examined, to see what the checks change. */
  readonly checked: boolean;
  readonly blazeface: Model;
  readonly facemesh: Model;
  readonly features: Model;
}

/** Scores of one kind of picture by detector: of each picture or frame, and the median of each video. */
export interface SourceScores {
  readonly source: Source;
  readonly encoding: Encoding;
  readonly byDetector: ReadonlyMap<string, Labelled>;
  readonly clips: ReadonlyMap<string, Labelled>;
  /** Pictures or frames, and those that got no score, by kind. */
  readonly seen: Count;
  readonly notScored: Count;
  readonly why: ReadonlyMap<Refusal | 'no face', number>;
}

export interface Labelled {
  readonly real: number[];
  readonly generated: number[];
}
interface Count {
  real: number;
  generated: number;
}

const kindOf = ({ generated }: Item): 'real' | 'generated' => (generated ? 'generated' : 'real');

async function faceOf(
  raster: Raster,
  { cutting }: Source,
  { blazeface, facemesh, checked }: BenchModels,
): Promise<FaceToScore | Refusal | 'no face'> {
  const whole = cutting === 'whole';
  const box = whole
    ? { x: 0, y: 0, width: raster.width, height: raster.height }
    : await largest(raster, blazeface);
  if (box === undefined) return 'no face';
  if (!checked) return { raster, box, whole };
  const verdict = await examinable(raster, box, { mesh: facemesh, whole });
  return verdict.ok ? { raster, box, whole } : verdict.rule;
}

async function largest(raster: Raster, blazeface: Model): Promise<Box | undefined> {
  const faces = await detectFaces(raster, blazeface, 0.7);
  const area = ({ box }: { box: Box }) => box.width * box.height;
  return faces.sort((a, b) => area(b) - area(a))[0]?.box;
}

/** Scores a source with every detector, in the order of the names. Only what may be examined gets a score, for peers too. */
export async function scoreSource(
  folder: string,
  source: Source,
  encoding: Encoding,
  detectors: readonly Detector[],
  models: BenchModels,
  most: number,
): Promise<SourceScores> {
  const empty = (): Map<string, Labelled> =>
    new Map(detectors.map(({ name }) => [name, { real: [], generated: [] }]));
  const [byDetector, clips, why] = [empty(), empty(), new Map<Refusal | 'no face', number>()];
  const [seen, notScored] = [
    { real: 0, generated: 0 },
    { real: 0, generated: 0 },
  ];
  for (const item of listItems(folder, source, most)) {
    const ofClip = new Map<string, number[]>();
    for (const raster of await openPictures(item.path, source.cutting, encoding)) {
      seen[kindOf(item)] += 1;
      const face = await faceOf(raster, source, models);
      if (typeof face === 'string') {
        notScored[kindOf(item)] += 1;
        why.set(face, (why.get(face) ?? 0) + 1);
        continue;
      }
      const features = await featuresOf(face, models.features);
      for (const { name, score } of detectors) {
        const value = await score(face, features);
        byDetector.get(name)?.[kindOf(item)].push(value);
        ofClip.set(name, [...(ofClip.get(name) ?? []), value]);
      }
    }
    for (const [name, values] of ofClip) clips.get(name)?.[kindOf(item)].push(median(values));
  }
  return { source, encoding, byDetector, clips, seen, notScored, why };
}
