import type { Location } from '../../src/contract/index.ts';
import type { Anomaly } from '../../src/formats/index.ts';
import type { FindingInput } from './finding-input.ts';

/** What ordinary build tools do not write and readers disagree about. Anything else is told as a flaw. */
const tricks: ReadonlySet<string> = new Set([
  'zip/unknown-method',
  'zip/encrypted-flag',
  'zip/local-method',
  'zip/local-name',
  'zip/local-header',
  'zip/duplicate-name',
  'zip/overlapping-entries',
  'zip/name-escapes-folder',
  'zip/name-nul',
  'zip/too-many-entries',
  'zip/entry-count',
  'info-plist/cycle',
  'info-plist/too-many-objects',
  'info-plist/too-deep',
  'info-plist/entity-declared',
  'info-plist/duplicate-key',
  'profile/cycle',
  'profile/entity-declared',
  'program/too-many-slices',
  'program/command-count',
  'program/slice-range',
  'program/command-size',
]);

/** One finding per kind of anomaly in a part of the app. */
export function judgeStructure(
  part: string,
  anomalies: readonly Anomaly[],
  path: string | undefined,
): FindingInput[] {
  const groups = new Map<string, Anomaly[]>();
  for (const anomaly of anomalies) groups.set(anomaly.code, [...(groups.get(anomaly.code) ?? []), anomaly]);
  return [...groups].map(([code, group]) => describe(part, code, group, path));
}

function describe(
  part: string,
  code: string,
  group: readonly Anomaly[],
  path: string | undefined,
): FindingInput {
  const examples = group
    .slice(0, 3)
    .map(({ entry, detail }) => `${entry ? `${entry.slice(0, 100)}: ` : ''}${detail}`)
    .join(' · ');
  const words = `${code.replaceAll('-', ' ')} (${part.replaceAll('-', ' ')})`;
  const trick = tricks.has(`${part}/${code}`);
  return {
    id: `${trick ? 'defeats-tools' : 'malformed'}/${part}-${code}`,
    title: trick ? `Built to defeat analysis tools: ${words}` : `Not as its format demands: ${words}`,
    detail: trick
      ? `${examples}. Ordinary build tools do not write this, and readers disagree about it. Assay read on. A damaged file can look the same.`
      : `${examples}. Reading went on.`,
    severity: trick ? 'medium' : 'info',
    techniques: trick ? ['T1406'] : [],
    measure: { name: 'places listed', value: group.length, unit: 'count' },
    locations: group.slice(0, 20).map((anomaly) => placeOf(anomaly, path)),
  };
}

function placeOf({ entry, offset }: Anomaly, path: string | undefined): Location {
  const at = offset === undefined ? {} : { offset };
  if (path !== undefined) return { kind: 'entry', path: path.slice(0, 4096), ...at };
  return entry === undefined ? { kind: 'bytes', offset: offset ?? 0 } : { kind: 'entry', path: entry };
}
