import type { FindingInput } from '../finding-input.ts';
import type { AppCode } from './app-code.ts';

/** What no build tool writes, and what readers of programs stumble over. All others are flaws, told as such. */
const tricks: Readonly<Record<string, string>> = {
  'table-bounds': 'tables larger than the program',
  'string-offset': 'false text positions in the program',
  'string-budget': 'texts that overlap each other in the program',
  'code-bounds': 'code that is said to be longer than the program',
  'code-budget': 'code that overlaps itself',
  'class-data': 'lists of methods that lead nowhere',
  'value-budget': 'constants that overlap each other',
  'header-size': 'a false header of the program',
  endian: 'a false byte order of the program',
  'too-many-parts': 'more programs in one file than any app needs',
};

/** One finding per kind of anomaly over all programs. */
export function judgePrograms({ anomalies }: AppCode): FindingInput[] {
  const groups = new Map<string, { entry: string; detail: string; offset: number | undefined }[]>();
  for (const { entry, all } of anomalies)
    for (const { code, detail, offset } of all) {
      // What stands behind a program is told by itself, with what it may be.
      if (code === 'appended-data') continue;
      groups.set(code, [...(groups.get(code) ?? []), { entry, detail, offset }]);
    }
  return [...groups].map(([code, places]) => {
    const trick = tricks[code];
    const examples = places.slice(0, 3).map(({ entry, detail }) => `${entry.slice(0, 100)}: ${detail}`);
    const shared = {
      locations: places.slice(0, 20).map(({ entry, offset }) => ({
        kind: 'entry' as const,
        path: entry.slice(0, 4096),
        ...(offset === undefined ? {} : { offset }),
      })),
      measure: { name: 'places listed', value: places.length, unit: 'count' as const },
    };
    if (!trick)
      return {
        id: `malformed/dex-${code}`,
        title: `Not as its format demands: ${code.replaceAll('-', ' ')} (program)`,
        detail: `${examples.join(' · ')}. Reading went on.`,
        severity: 'info',
        ...shared,
      };
    return {
      id: `defeats-tools/dex-${code}`,
      title: `Built to defeat analysis tools: ${trick}`,
      detail: `${examples.join(' · ')}. Ordinary build tools do not write this; analysis tools can be led to fail, or to read something else than the device does. Assay read what is there. A cut or damaged file can look the same.`,
      severity: 'medium',
      techniques: ['T1406'],
      ...shared,
    };
  });
}
