import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { type AddedModelManifest, AssayError } from '../../../contract/index.ts';
import { readConfig } from '../../config.ts';
import { installModel, type Origin, type Wanted } from '../../models/install-model.ts';
import { showProgress } from '../../show-progress.ts';

interface AddOptions {
  readonly manifest: string;
  readonly sha256?: string;
  readonly quiet?: boolean;
}

/** Adds a file that is here already. */
export async function add(file: string, options: AddOptions): Promise<void> {
  tellAdded(await installModel(readConfig(), await wantedOf(options), { file }));
}

/** Fetches a file and adds it. `where`: an address, or the manifest's own name to take the address that it gives. */
export async function pull(where: string, options: AddOptions): Promise<void> {
  const wanted = await wantedOf(options);
  const progress = showProgress(options.quiet === true);
  const expected = told(wanted).bytes ?? 0;
  const megabytes = (bytes: number): number => Math.round(bytes / 1e6);
  const onBytes = (bytes: number): void =>
    progress.show(megabytes(bytes), megabytes(Math.max(bytes, expected)), 'MB fetched');
  const origin: Origin = { address: addressOf(where, wanted), onBytes };
  try {
    tellAdded(await installModel(readConfig(), wanted, origin));
  } finally {
    progress.end();
  }
}

async function wantedOf({ manifest: path, sha256 }: AddOptions): Promise<Wanted> {
  try {
    return { manifest: { text: await readFile(path, 'utf8'), path }, sha256 };
  } catch (cause) {
    throw new AssayError('not-found', `The manifest ${path} cannot be read.`, { cause });
  }
}

const Told = z.object({ name: z.string(), source: z.string(), bytes: z.number().optional() });

function told({ manifest }: Wanted): z.infer<typeof Told> {
  try {
    return Told.parse(JSON.parse(manifest.text));
  } catch (cause) {
    throw new AssayError('misconfigured', `${manifest.path} needs a name and a source.`, { cause });
  }
}

function addressOf(where: string, wanted: Wanted): string {
  if (/^[a-z]+:/i.test(where)) return where;
  const { name, source } = told(wanted);
  if (name === where) return source;
  throw new AssayError(
    'bad-request',
    `“${where}” is neither an address nor the name in ${wanted.manifest.path}, which is “${name}”.`,
  );
}

function tellAdded({ name, kind, sha256 }: AddedModelManifest): void {
  const rest =
    kind === 'encoder'
      ? 'Train a head on it with “assay models train”.'
      : 'Measure it on pictures of your own with “assay models evaluate”: without a calibration its scores carry no weight.';
  process.stdout.write(
    `Added ${name} (${kind}), SHA-256 ${sha256}. It opened and ran in a jail. ${rest}\nA service that is running takes it up when it is started again.\n`,
  );
}
