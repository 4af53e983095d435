import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { type AddedModelManifest, AssayError, type RunOutcome } from '../../contract/index.ts';
import { type PictureAnswer, packBundle, type Task } from '../../measure/index.ts';
import type { Config } from '../config.ts';
import type { Labelled } from './labelled-folder.ts';
import { type MeasuringJails, openMeasuringJails } from './measuring-jails.ts';

const MOST_IN_BUNDLE = 96;
const MOST_BUNDLE_BYTES = 64 * 1024 * 1024;

const perModel = <T extends z.ZodType>(value: T) => z.record(z.string().max(60), value);
/** What a jail may answer; it is not believed to keep to it. */
const Answer: z.ZodType<PictureAnswer> = z.union([
  z.strictObject({ scores: perModel(z.number()), refused: perModel(z.string().max(500)) }),
  z.strictObject({ features: z.base64().max(400_000) }),
  z.strictObject({ why: z.string().max(500) }),
]);

export interface RunPicturesOptions {
  readonly models: readonly AddedModelManifest[];
  readonly task: Exclude<Task, { task: 'probe' }>;
  readonly onDone?: (done: number) => void;
}

/**
 * Runs added models over pictures, in jails, and gives one answer for each picture in their order. Pictures whose jail
 * ended early are tried again in a jail each; what ends that too is answered with why. Throws `unprocessable` when the
 * model itself cannot be opened.
 */
export async function runPictures(
  config: Config,
  pictures: readonly Labelled[],
  options: RunPicturesOptions,
): Promise<readonly PictureAnswer[]> {
  await using jails = await openMeasuringJails(config, options.models);
  const answers = new Map<Labelled, PictureAnswer>();
  const queue = bundlesOf(pictures);
  const work = async (): Promise<void> => {
    for (let bundle = queue.shift(); bundle !== undefined; bundle = queue.shift()) {
      await answerBundle(jails, bundle, options.task, answers);
      options.onDone?.(answers.size);
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, config.concurrency) }, work));
  return pictures.map((one) => answers.get(one) ?? { why: 'It was not run.' });
}

function bundlesOf(pictures: readonly Labelled[]): Labelled[][] {
  const bundles: Labelled[][] = [];
  for (let at = 0; at < pictures.length; at += MOST_IN_BUNDLE)
    bundles.push(pictures.slice(at, at + MOST_IN_BUNDLE));
  return bundles;
}

async function answerBundle(
  jails: MeasuringJails,
  bundle: readonly Labelled[],
  task: RunPicturesOptions['task'],
  answers: Map<Labelled, PictureAnswer>,
): Promise<void> {
  let pieces: Labelled[] = [];
  let bytes: Buffer[] = [];
  for (const picture of bundle) {
    const content = await readFile(picture.path);
    const size = bytes.reduce((sum, one) => sum + one.length, content.length);
    if (size > MOST_BUNDLE_BYTES && pieces.length > 0) {
      await runBundle(jails, pieces, bytes, task, answers);
      [pieces, bytes] = [[], []];
    }
    pieces.push(picture);
    bytes.push(content);
  }
  await runBundle(jails, pieces, bytes, task, answers);
}

async function runBundle(
  jails: MeasuringJails,
  pictures: readonly Labelled[],
  bytes: readonly Buffer[],
  task: RunPicturesOptions['task'],
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
