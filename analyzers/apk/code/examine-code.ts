import type { Sink } from '../../../src/contract/index.ts';
import type { Zip } from '../../../src/formats/index.ts';
import type { App } from '../app.ts';
import type { AppCode } from './app-code.ts';
import { judgeBehaviours } from './judge-behaviours.ts';
import { judgeNames } from './judge-names.ts';
import { judgePackers } from './judge-packers.ts';
import { judgePrograms } from './judge-programs.ts';
import { findOpaqueFiles } from './opaque-files.ts';
import { type Alongside, readCode } from './read-code.ts';
import { tellCode } from './tell-code.ts';

/**
 * Reads the program code of an app and says what it shows. What it returns is for others: the texts for the collector of
 * indicators, classes and called methods for comparing apps. `alongside` sees the same code in the same pass.
 */
export async function examineCode(
  zip: Zip,
  app: App | undefined,
  sink: Sink,
  alongside?: Alongside,
): Promise<AppCode> {
  const code = await readCode(zip, app?.package ?? '', sink, alongside);
  const opaque = await findOpaqueFiles(zip);
  const entries = zip.entries.map(({ name }) => name);
  tellCode(sink, code, opaque);
  for (const finding of [
    ...judgePrograms(code),
    ...judgeBehaviours(code, app),
    ...judgePackers(code, app, entries, opaque),
    ...judgeNames(code),
  ])
    sink.finding(finding);
  if (code.programs.length > 0)
    sink.examined(
      `program code: ${code.programs.length} program(s), every instruction once; texts, calls, constants and annotations`,
    );
  return code;
}
