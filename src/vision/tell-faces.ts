import type { Json, Sink } from '../contract/plain.ts';
import {
  type Box,
  type Colour,
  drawBoxes,
  encodePng,
  fitRaster,
  palette,
  type Raster,
  scaleBox,
} from '../media/index.ts';
import { drawHeat } from './explain-heat.ts';
import { drawLabel } from './explain-labels.ts';
import { occlude } from './explain-occlusion.ts';
import type { SaidScore, ScoreToSay } from './explain-score.ts';
import type { Standing } from './explain-weight.ts';
import { type FaceScorers, type RefusedFace, type ScoredFace, scoreCrops } from './score-faces.ts';

/** Faces that get a map of where their score comes from: those of the highest scores. */
const MAPPED = 3;
const EVIDENCE_SIDE = 1600;

const colours: Readonly<Record<Standing | 'refused', Colour>> = {
  supports: palette.vermilion,
  inconclusive: palette.orange,
  'no-indication': palette.blue,
  uncalibrated: palette.orange,
  refused: [140, 140, 140],
};

export type FacePlace = Omit<ScoreToSay, 'proposition' | 'alternative' | 'model' | 'score'>;

export interface FacesToTell {
  readonly scored: readonly ScoredFace[];
  readonly refused: readonly RefusedFace[];
  readonly raster: Raster;
  /** Raster pixels per pixel of the original. */
  readonly scale: number;
  readonly scorers: FaceScorers;
  /** Before each finding's number: `face-forgery.swapped`. */
  readonly rule: string;
  /** In words, what was looked for: `an exchanged face`. */
  readonly sought: string;
  say(value: number, place: FacePlace): SaidScore;
}

const round = (value: number, digits = 3): number => Number(value.toFixed(digits));

/** Whole pixels of the original picture. */
export function originalBox(box: Box, scale: number): Box {
  const { x, y, width, height } = scaleBox(box, 1 / scale);
  return { x: Math.round(x), y: Math.round(y), width: Math.round(width), height: Math.round(height) };
}

/** Says all that is known of the faces of a picture: findings first, then facts, coverage and the pictures that show it. */
export async function tellFaces(sink: Sink, faces: FacesToTell): Promise<void> {
  const { scored, refused, rule, sought, scale } = faces;
  const mapped = [...scored].sort((a, b) => b.value - a.value).slice(0, MAPPED);
  const said = scored.map((face) => {
    const { number, value, retests, box } = face;
    const evidence = ['faces', ...(mapped.includes(face) ? [`face-${number}`] : [])];
    const locations = [{ kind: 'box' as const, ...originalBox(box, scale) }];
    const place = { id: `${rule}#${number}`, subject: `Face ${number}`, retests, evidence, locations };
    return { face, ...faces.say(value, { ...place, among: scored.length }) };
  });
  for (const { finding, inconclusive, face } of said) {
    sink.finding(finding);
    if (inconclusive !== undefined)
      sink.notExamined(`Face ${face.number}: ${sought}`, 'inconclusive', inconclusive);
  }
  tellRefused(sink, refused, sought);
  if (scored.length > 0)
    sink.examined(`${scored.length === 1 ? 'One face' : `${scored.length} faces`} for traces of ${sought}`);
  sink.fact('faces', factsOf(said, faces));
  sink.fact('coverage', {
    faces: scored.length + refused.length,
    scored: scored.length,
    inconclusive: said.filter(({ standing }) => standing === 'inconclusive').length,
    notExaminable: refused.filter(({ why }) => why.reason === 'not-examinable').length,
    outsideValidityDomain: refused.filter(({ why }) => why.reason === 'outside-validity-domain').length,
  });
  await showFaces(sink, faces, said);
  for (const face of mapped) await showHeat(sink, face, faces.scorers);
}

/** Why faces got no score. */
export function tellRefused(sink: Sink, refused: readonly RefusedFace[], sought: string): void {
  for (const { number, why } of refused)
    sink.notExamined(`Face ${number}: ${sought}`, why.reason, why.detail);
}

type Said = SaidScore & { readonly face: ScoredFace };

function factsOf(said: readonly Said[], { refused, scale }: FacesToTell): Json {
  const scores = said.map(({ face, standing, weight }) => ({
    number: face.number,
    box: { ...originalBox(face.box, scale) },
    detector: round(face.score),
    score: round(face.value, 4),
    standing,
    ...(weight === undefined ? {} : { ratio: round(weight.ratio, 4) }),
    ...(weight !== undefined && standing === 'supports' ? { support: round(weight.support, 4) } : {}),
    copies: Object.fromEntries(face.retests.map(({ change, score }) => [change, round(score, 4)])),
  }));
  const refusals = refused.map(({ number, box, score, why }) => ({
    number,
    box: { ...originalBox(box, scale) },
    detector: round(score),
    refused: why.rule,
    reason: why.reason,
  }));
  return [...scores, ...refusals].sort((a, b) => a.number - b.number);
}

async function showFaces(sink: Sink, { raster, refused }: FacesToTell, said: readonly Said[]): Promise<void> {
  if (said.length === 0) return;
  const shown = await fitRaster(raster, EVIDENCE_SIDE);
  const scale = shown.width / raster.width;
  const line = Math.max(2, Math.round(Math.max(shown.width, shown.height) / 300));
  const marks = [
    ...refused.map(({ number, box }) => ({ box, label: `${number}`, colour: colours.refused })),
    ...said.map(({ face, standing }) => ({
      box: face.box,
      label: `${face.number}: ${face.value.toFixed(2)}`,
      colour: colours[standing],
    })),
  ].map((mark) => ({ ...mark, box: scaleBox(mark.box, scale) }));
  const drawn = drawBoxes(
    shown,
    marks.map(({ box, colour }) => ({ ...box, colour })),
    line,
  );
  const dot = Math.max(1, Math.round(line * 0.75));
  for (const { box, label } of marks) drawLabel(drawn, label, box.x, box.y - 9 * dot, dot);
  await sink.evidence({
    id: 'faces',
    mediaType: 'image/png',
    caption:
      'The picture with its faces: number and raw score. Red: the score supports what was looked for; orange: unclear; blue: no indication found; grey: not scored.',
    from: await encodePng(drawn),
  });
}

async function showHeat(
  sink: Sink,
  { number, crop, value }: ScoredFace,
  scorers: FaceScorers,
): Promise<void> {
  const drops = await occlude(crop, value, (crops) => scoreCrops(crops, scorers));
  const most = Math.max(...drops);
  const what =
    most <= 0
      ? 'No single patch holds the score up.'
      : `Coloured patches hold the score up: blurring the strongest lowers it by ${most.toFixed(2)}, from ${value.toFixed(2)}.`;
  await sink.evidence({
    id: `face-${number}`,
    mediaType: 'image/png',
    caption: `Face ${number} as the model saw it, and where its score comes from. ${what} It shows what the model reacts to, not where a picture was changed.`,
    from: await encodePng(await drawHeat(crop, drops)),
  });
}
