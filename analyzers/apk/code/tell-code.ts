import type { Sink } from '../../../src/contract/index.ts';
import type { AppCode } from './app-code.ts';
import { measureNames } from './measure-names.ts';
import type { OpaqueFile } from './opaque-files.ts';

const MAX_LISTED = 300;

/** What the programs hold, as typed facts. */
export function tellCode(sink: Sink, code: AppCode, opaque: readonly OpaqueFile[]): void {
  if (code.programs.length > 0)
    sink.fact(
      'dex',
      code.programs
        .slice(0, MAX_LISTED)
        .map((program) => ({ ...program, entry: program.entry.slice(0, 300) })),
    );
  const sum = (field: 'strings' | 'methods' | 'methodsDefined'): number =>
    code.programs.reduce((total, program) => total + program[field], 0);
  sink.fact('code', {
    programs: code.programs.length,
    classes: code.programs.reduce((total, { classes }) => total + classes, 0),
    methodsDefined: sum('methodsDefined'),
    apiCalls: code.apiCalls.size,
    texts: code.texts.count,
    ...namesOf(code),
  });
  sink.fact(
    'codeLibraries',
    [...code.libraries]
      .sort((a, b) => b[1] - a[1])
      .slice(0, MAX_LISTED)
      .map(([name, classes]) => ({ name, classes })),
  );
  if (code.builders.size > 0) sink.fact('buildTools', [...code.builders]);
  if (opaque.length > 0)
    sink.fact(
      'opaqueFiles',
      opaque.map(({ entry, bytes, bits }) => ({
        entry: entry.slice(0, 300),
        bytes,
        bits: Math.round(bits * 1000) / 1000,
      })),
    );
}

function namesOf(code: AppCode) {
  const { classes, short, foreign, confusing } = measureNames(code);
  return { ownOrRenamedClasses: classes, shortNames: short, unreadableNames: foreign + confusing };
}
