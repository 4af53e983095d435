import type { Sink } from '../../../src/contract/plain.ts';
import { isLimit, type OpenMedia, SOUND_RATE, sampleSound } from '../../../src/media/index.ts';
import { findLag, type Lag, mouthOpening } from '../../../src/vision/index.ts';
import { clock } from './clock.ts';
import { longestRun, openingsOf } from './judge-dynamics.ts';
import type { Person } from './judge-person.ts';

const LEAST_MS = 6000;
/** Sound around the watched time, so that every lag has its sound. */
const AROUND_MS = 3200;
/** A lag stands out from chance from here: of 187 films with the sound of another film none did (at most 6.5). */
const CLEAR = 7;
const LEAST_CORRELATION = 0.3;

const notSaid = (sink: Sink, why: string): void =>
  sink.notExamined('Whether sound and mouth go together', 'not-examinable', why);

/** Compares mouth and sound where one face only was seen for long enough. */
export async function tellSpeech(
  sink: Sink,
  media: OpenMedia,
  people: readonly Person[],
): Promise<Lag | undefined> {
  const [person, other] = [...people].sort((a, b) => b.looks.length - a.looks.length);
  const run = person === undefined ? undefined : longestRun(person);
  const first = run?.shapes[0];
  const last = run?.shapes.at(-1);
  if (person === undefined || run === undefined || first === undefined || last === undefined)
    return undefined;
  const seenTogether =
    other?.runs.some((one) => one.startMs <= last.atMs && first.atMs <= one.endMs) === true;
  if (seenTogether) {
    notSaid(sink, 'Several faces are seen at once: who speaks is not known.');
    return undefined;
  }
  if (last.atMs - first.atMs < LEAST_MS) {
    notSaid(sink, `No face was followed for ${LEAST_MS / 1000} seconds without a break.`);
    return undefined;
  }
  const startMs = Math.max(0, first.atMs - AROUND_MS);
  const sound = await soundOf(sink, media, startMs, last.atMs + AROUND_MS - startMs);
  if (sound === undefined) return undefined;
  const lag = findLag(openingsOf(run, mouthOpening), sound, SOUND_RATE, startMs);
  const isClear = lag !== undefined && lag.prominence >= CLEAR && lag.correlation >= LEAST_CORRELATION;
  if (isClear) tellLag(sink, person, lag, first.atMs, last.atMs);
  else
    sink.notExamined(
      'Whether sound and mouth go together',
      'inconclusive',
      'The mouth and the loudness of the sound do not follow each other clearly enough at any offset. Noise, music, another speaker or little speech do this too.',
    );
  return lag;
}

async function soundOf(
  sink: Sink,
  media: OpenMedia,
  startMs: number,
  lengthMs: number,
): Promise<Float32Array | undefined> {
  try {
    const sound = await sampleSound(media, startMs, lengthMs);
    if (sound.length > 0) return sound;
    notSaid(sink, 'There is no sound here that could be decoded.');
  } catch (cause) {
    if (!isLimit(cause)) throw cause;
    sink.notExamined('Whether sound and mouth go together', 'not-run', cause.message);
  }
  return undefined;
}

function tellLag(sink: Sink, person: Person, lag: Lag, startMs: number, endMs: number): void {
  const { ms, correlation, prominence } = lag;
  const order =
    Math.abs(ms) <= 120 ? 'together' : ms > 0 ? `${ms} ms after the mouth` : `${-ms} ms before the mouth`;
  sink.finding({
    id: `face-forgery.video.face-${person.number}.sound`,
    title: `Face ${person.number}: the sound comes ${order === 'together' ? 'together with the mouth' : order}`,
    detail: `Between ${clock(startMs)} and ${clock(endMs)} the opening of the mouth follows the loudness of the sound best at an offset of ${ms} ms (correlation ${correlation.toFixed(2)}, ${prominence.toFixed(1)} deviations above other offsets). A constant offset comes from recording and conversion as well as from a new sound track; it carries no weight by itself.`,
    severity: 'info',
    measure: { name: 'offset of the sound', value: ms, unit: 'millisecond' },
    locations: [{ kind: 'span', startMs, endMs }],
  });
}
