import { z } from 'zod';
import { AssayError, type RunOutcome } from '../../contract/index.ts';
import { type PictureAnswer, packBundle, type Task } from '../../measure/index.ts';
import type { Labelled } from './labelled-folder.ts';
import type { MeasuringJails } from './measuring-jails.ts';

export type PictureTask = Exclude<Task, { task: 'probe' }>;

const perModel = <T extends z.ZodType>(value: T) => z.record(z.string().max(60), value);
/** What a jail may answer; it is not believed to keep to it. */
const Answer: z.ZodType<PictureAnswer> = z.union([
  z.strictObject({ scores: perModel(z.number()), refused: perModel(z.string().max(500)) }),
  z.strictObject({ features: z.base64().max(400_000) }),
  z.strictObject({ why: z.string().max(500) }),
]);

/**
 * Runs a task over some pictures in one jail and adds an answer for each. Those without one, because the jail ended early,
 * are tried again in a jail each; what ends that too is answered with why. Throws `unprocessable` when the jail could not
 * open the model.
 */
export async function runBundle(
  jails: Pick<MeasuringJails, 'run'>,
  pictures: readonly Labelled[],
  bytes: readonly Buffer[],
  task: PictureTask,
  answers: Map<Labelled, PictureAnswer>,
): Promise<void> {
  const outcome = await jails.run(packBundle(bytes), task);
  requireModels(outcome);
  for (const [index, picture] of pictures.entries()) {
    const answer = Answer.safeParse(outcome.result.facts[`picture/${index}`]).data;
    if (answer !== undefined) answers.set(picture, answer);
    else if (pictures.length === 1) answers.set(picture, { why: whyEnded(outcome) });
    else await runBundle(jails, [picture], [bytes[index] ?? Buffer.alloc(0)], task, answers);
  }
}

function requireModels(outcome: RunOutcome): void {
  const refused = outcome.coverage.notExamined.find(({ what }) => what.startsWith('What the added model '));
  if (refused !== undefined) throw new AssayError('unprocessable', refused.detail);
}

function whyEnded({ status, failure, detail }: RunOutcome): string {
  return `Its jail ended early (${failure ?? status}). ${detail ?? ''}`.trim().slice(0, 500);
}
