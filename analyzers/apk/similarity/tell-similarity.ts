import { libraryOf } from '../../../src/apps/index.ts';
import type { Fingerprint, Sink } from '../../../src/contract/index.ts';
import { type Dex, readEntry, type Zip, type ZipEntry } from '../../../src/formats/index.ts';
import type { ReadApp } from '../read-app.ts';
import { chooseFiles, MOST_BYTES } from './choose-files.ts';
import { openFileSketches } from './sketch-files.ts';
import { sketchPackage } from './sketch-package.ts';
import { openProgramSketch, type ProgramSketch } from './sketch-program.ts';

/** All files together; a package that unpacks to more is built for that. */
const TOTAL_BYTES = 1024 * 1024 * 1024;
const MOST_HASHES = 200;

/** Fingerprints of the programs, taken while others read them. */
export interface CodeSketch {
  /** For `examineCode`: of the programs that are compared. */
  readonly alongside: (entry: ZipEntry, dex: Dex) => ReturnType<ProgramSketch['visit']> | undefined;
  fingerprints(): Fingerprint[];
}

export function openCodeSketch({ zip, app }: ReadApp): CodeSketch {
  const program = openProgramSketch(app?.package ?? '', (name) => libraryOf(name) !== undefined);
  const compared = new Set(
    chooseFiles(zip).flatMap(({ entry, role }) => (role === 'program' ? [entry] : [])),
  );
  return {
    alongside: (entry, dex) => (compared.has(entry) ? program.visit(dex) : undefined),
    fingerprints: program.fingerprints,
  };
}

/** Says what similar apps would share: fingerprints, and the hashes of the files that matter. */
export async function tellSimilarity(
  { zip, app, table }: ReadApp,
  code: CodeSketch,
  sink: Sink,
): Promise<void> {
  for (const fingerprint of sketchPackage(zip, app, table)) sink.fingerprint(fingerprint);
  const files = await sketchFiles(zip, sink);
  for (const fingerprint of [...files.fingerprints(), ...code.fingerprints()]) sink.fingerprint(fingerprint);
  sink.fact('fileHashes', files.hashes().slice(0, MOST_HASHES));
  sink.examined('fingerprints: programs, native libraries, data files, resources, manifest');
}

async function sketchFiles(zip: Zip, sink: Sink): Promise<ReturnType<typeof openFileSketches>> {
  const sketches = openFileSketches();
  let left = TOTAL_BYTES;
  for (const { entry, role } of chooseFiles(zip)) {
    const { bytes, complete } = await readEntry(zip, entry, Math.min(MOST_BYTES[role], left));
    left -= bytes.length;
    if (!complete) {
      const detail = 'It is cut, broken or too large to be compared.';
      sink.notExamined(`likeness of ${entry.name.slice(0, 200)}`, 'not-examinable', detail);
    }
    if (complete) sketches.add(entry.name, role, bytes);
    if (left <= 0) break;
  }
  return sketches;
}
