import type { Json, Sink } from '../../../src/contract/plain.ts';
import { clock } from './clock.ts';
import { type Dynamics, judgeDynamics } from './judge-dynamics.ts';
import type { Person } from './judge-person.ts';

const round = (value: number, digits = 3): number => Number(value.toFixed(digits));

function sentences({ blinks, tremor, likeness }: Dynamics, unrest: number | undefined): string[] {
  const said: string[] = [];
  if (blinks !== undefined) {
    const seconds = Math.round(blinks.watchedMs / 1000);
    const times = blinks.atMs.length === 0 ? '' : ` (at ${blinks.atMs.slice(0, 20).map(clock).join(', ')})`;
    said.push(
      `The eyes closed ${blinks.atMs.length} times in ${seconds} seconds of watching${times}. People differ widely, from a few blinks a minute while reading to more than one a second; only a long time without any is worth a look.`,
    );
  }
  if (tremor !== undefined) {
    const still =
      unrest === undefined
        ? ''
        : ` The picture around faces changed by ${round(unrest, 1)} grey levels from frame to frame.`;
    said.push(
      `Points on bone trembled by ${round(100 * tremor, 2)} % of the distance of the eyes from frame to frame; in seven films of one speaker each that we looked at it was between 0.15 and 1.1 %. Compression and small faces raise it.${still}`,
    );
  }
  if (likeness !== undefined)
    said.push(
      `The face stays like itself by ${round(likeness.median, 2)}, at the least by ${round(likeness.least, 2)} at ${clock(likeness.leastAtMs)} (1: the same); in 19 films of one speaker each the least was 0.79. Turning and light lower it as well.`,
    );
  return said;
}

/** How each face moved: observations with their limits, without weight, since no counts stand behind them. */
export function tellDynamics(sink: Sink, people: readonly Person[], unrest: number | undefined): Json {
  return people.flatMap((person): Json[] => {
    const dynamics = judgeDynamics(person);
    if (dynamics === undefined) return [];
    const said = sentences(dynamics, unrest);
    const { blinks, tremor, likeness, eyes } = dynamics;
    if (said.length > 0)
      sink.finding({
        id: `face-forgery.video.face-${person.number}.movement`,
        title: `Face ${person.number}: how it moved`,
        detail: `${said.join(' ')} These are observations for whoever looks at the film; they carry no weight here, because how often genuine and forged films show them was not counted.`,
        severity: 'info',
        locations: [{ kind: 'track', track: person.number, startMs: person.startMs, endMs: person.endMs }],
      });
    return [
      {
        face: person.number,
        eyeDistance: round(eyes, 1),
        tremor: tremor === undefined ? null : round(tremor, 5),
        blinks: blinks === undefined ? null : { atMs: [...blinks.atMs], watchedMs: blinks.watchedMs },
        likeness:
          likeness === undefined ? null : { least: round(likeness.least), median: round(likeness.median) },
      },
    ];
  });
}
