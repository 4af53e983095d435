import { readFile } from 'node:fs/promises';
import type { AddedModelManifest } from '../../contract/index.ts';
import type { PictureAnswer } from '../../measure/index.ts';
import type { Config } from '../config.ts';
import type { Labelled } from './labelled-folder.ts';
import { type MeasuringJails, openMeasuringJails } from './measuring-jails.ts';
import { type PictureTask, runBundle } from './run-bundle.ts';

const MOST_IN_BUNDLE = 96;
const MOST_BUNDLE_BYTES = 64 * 1024 * 1024;

export interface RunPicturesOptions {
  readonly models: readonly AddedModelManifest[];
  readonly task: PictureTask;
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
  task: PictureTask,
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
