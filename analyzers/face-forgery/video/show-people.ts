import type { Sink } from '../../../src/contract/plain.ts';
import {
  blankRaster,
  drawBoxes,
  encodePng,
  fitRaster,
  palette,
  paste,
  type Raster,
  scaleBox,
} from '../../../src/media/index.ts';
import { describeCrops, drawHeat, occlude, scoreFeatures } from '../../../src/vision/index.ts';
import { clock } from './clock.ts';
import type { Look } from './look.ts';
import type { ScoreModels } from './score-looks.ts';
import type { JudgedPerson } from './tell-people.ts';

/** People shown, frames of each, and people whose heat map is drawn. */
const MOST_PEOPLE = 4;
const MOST_FRAMES = 8;
const MOST_HEAT = 1;
const COLUMNS = 4;
const CELL = 320;
const GAP = 8;

/** Pictures side by side, row by row, each fitted into a cell. */
async function makeSheet(pictures: readonly Raster[]): Promise<Raster> {
  const cells = await Promise.all(pictures.map((picture) => fitRaster(picture, CELL)));
  const columns = Math.min(COLUMNS, cells.length);
  const height = Math.max(...cells.map((cell) => cell.height));
  const rows = Math.ceil(cells.length / columns);
  const sheet = blankRaster(columns * (CELL + GAP) + GAP, rows * (height + GAP) + GAP, [255, 255, 255]);
  cells.forEach((cell, i) => {
    paste(sheet, cell, GAP + (i % columns) * (CELL + GAP), GAP + Math.floor(i / columns) * (height + GAP));
  });
  return sheet;
}

function withBox({ preview, box }: Look): Raster {
  return drawBoxes(preview.raster, [{ ...scaleBox(box, preview.scale), colour: palette.orange }], 3);
}

/** The frames with the highest scores, or without scores the first ones, in order of time. */
function weightiest(looks: readonly Look[]): Look[] {
  const scored = looks.filter(({ score }) => score !== undefined);
  const best = [...scored].sort((a, b) => (b.score ?? 0) - (a.score ?? 0)).slice(0, MOST_FRAMES);
  return (best.length > 0 ? best : looks.slice(0, MOST_FRAMES)).sort((a, b) => a.atMs - b.atMs);
}

const timesOf = (looks: readonly Look[]): string =>
  looks
    .map(({ atMs, score }) => (score === undefined ? clock(atMs) : `${clock(atMs)} (${score.toFixed(2)})`))
    .join(', ');

async function showHeat(sink: Sink, { person, score }: JudgedPerson, models: ScoreModels): Promise<string[]> {
  const { head, features } = models;
  if (head === undefined || score === undefined) return [];
  const scoreCrops = async (crops: readonly Raster[]) =>
    scoreFeatures(await describeCrops(crops, features), head);
  const drops = await occlude(score.middle.crop, score.middle.score ?? 0, scoreCrops);
  const id = `face-${person.number}-heat`;
  await sink.evidence({
    id,
    mediaType: 'image/png',
    caption: `Face ${person.number} at ${clock(score.middle.atMs)}, the frame of the median score. Right: the places on which the score rests most; without their detail it falls.`,
    from: await encodePng(await drawHeat(score.middle.crop, drops)),
  });
  return [id];
}

async function showPerson(sink: Sink, { person }: JudgedPerson): Promise<string[]> {
  const looks = weightiest(person.looks);
  if (looks.length === 0) return [];
  const what = looks.some(({ score }) => score !== undefined)
    ? 'The frames with the highest scores (in brackets)'
    : 'Frames';
  const [frames, crops] = [`face-${person.number}-frames`, `face-${person.number}-crops`];
  await sink.evidence({
    id: frames,
    mediaType: 'image/png',
    caption: `Face ${person.number}. ${what}, in order of time: ${timesOf(looks)}`.slice(0, 500),
    from: await encodePng(await makeSheet(looks.map(withBox))),
  });
  await sink.evidence({
    id: crops,
    mediaType: 'image/png',
    caption: `Face ${person.number} in the same frames, as the detector of swapped faces sees it.`,
    from: await encodePng(await makeSheet(looks.map(({ crop }) => crop))),
  });
  return [frames, crops];
}

/** Evidence for the people whose faces score highest, then those seen longest; ids by the person's number. */
export async function showPeople(
  sink: Sink,
  judged: readonly JudgedPerson[],
  models: ScoreModels,
): Promise<Map<number, string[]>> {
  const lowest = Number.NEGATIVE_INFINITY;
  const order = [...judged].sort(
    (a, b) =>
      (b.score?.median ?? lowest) - (a.score?.median ?? lowest) ||
      b.person.looks.length - a.person.looks.length,
  );
  const ids = new Map<number, string[]>();
  for (const [i, one] of order.slice(0, MOST_PEOPLE).entries()) {
    const heat = i < MOST_HEAT ? await showHeat(sink, one, models) : [];
    ids.set(one.person.number, [...(await showPerson(sink, one)), ...heat]);
  }
  return ids;
}
