import type { Location } from '../../src/contract/index.ts';
import type { Anomaly } from '../../src/formats/index.ts';
import type { FindingInput } from './finding-input.ts';

export type Part = 'zip' | 'manifest' | 'resources' | 'signing-block';

interface Trick {
  readonly title: string;
  readonly severity: 'info' | 'low' | 'medium';
}

/**
 * What ordinary build tools do not write and readers disagree about, so that analysis tools fail where the device may not.
 * Anything not listed is a flaw or a habit of a packer, and is told as such.
 */
const tricks: Readonly<Record<string, Trick>> = {
  'zip/unknown-method': { title: 'entries with an invented compression method', severity: 'medium' },
  'zip/encrypted-flag': { title: 'entries marked as encrypted that are not', severity: 'medium' },
  'zip/local-method': {
    title: 'entries whose two headers name different compression methods',
    severity: 'medium',
  },
  'zip/local-name': { title: 'entries whose two headers give different names', severity: 'medium' },
  'zip/duplicate-name': { title: 'several entries under one name', severity: 'medium' },
  'zip/local-header': { title: 'entries whose local header is missing', severity: 'medium' },
  'zip/overlapping-entries': { title: 'entries that lie in each other', severity: 'medium' },
  'zip/name-escapes-folder': {
    title: 'entry names that lead out of the folder they are unpacked to',
    severity: 'medium',
  },
  'zip/name-nul': { title: 'entry names with a NUL inside', severity: 'medium' },
  'zip/prepended-data': { title: 'data in front of the package', severity: 'low' },
  'zip/too-many-entries': { title: 'more entries than any app needs', severity: 'medium' },
  'zip/trailing-data': { title: 'data behind the package', severity: 'low' },
  'zip/impossible-size': { title: 'entries that declare sizes they cannot have', severity: 'medium' },
  'zip/expands': { title: 'an entry that unpacks to an absurd size (a bomb)', severity: 'medium' },
  'zip/name-shadows': { title: 'folders under the names of files', severity: 'medium' },
  'zip/entry-count': { title: 'a false number of entries', severity: 'medium' },
  'manifest/not-axml': { title: 'a manifest that hides what it is', severity: 'medium' },
  'manifest/chunk-size': { title: 'false sizes in the manifest', severity: 'medium' },
  'manifest/header-size': { title: 'false header sizes in the manifest', severity: 'medium' },
  'manifest/unknown-chunk': { title: 'junk inserted into the manifest', severity: 'medium' },
  'manifest/pool-count': { title: 'a false number of texts in the manifest', severity: 'medium' },
  'manifest/pool-offset': { title: 'false text positions in the manifest', severity: 'medium' },
  'manifest/string-offset': { title: 'false text positions in the manifest', severity: 'medium' },
  'manifest/string-length': { title: 'texts of a false length in the manifest', severity: 'medium' },
  'manifest/unbalanced': { title: 'elements of the manifest that do not close', severity: 'low' },
  'manifest/too-many-elements': {
    title: 'more elements in the manifest than any app needs',
    severity: 'medium',
  },
  'manifest/pool-budget': { title: 'texts that overlap each other in the manifest', severity: 'medium' },
  'manifest/attribute-size': { title: 'false attribute sizes in the manifest', severity: 'medium' },
  'manifest/attribute-count': { title: 'a false number of attributes in the manifest', severity: 'medium' },
  'manifest/duplicate-attribute': { title: 'attributes given twice in the manifest', severity: 'medium' },
  'manifest/renamed-attribute': { title: 'attributes under false names in the manifest', severity: 'low' },
  'manifest/too-deep': { title: 'a manifest nested absurdly deep', severity: 'medium' },
  'resources/chunk-size': { title: 'false sizes in the resource table', severity: 'medium' },
  'resources/entry-count': { title: 'false counts in the resource table', severity: 'medium' },
  'resources/pool-count': { title: 'a false number of texts in the resource table', severity: 'medium' },
  'resources/pool-offset': { title: 'false text positions in the resource table', severity: 'medium' },
  'resources/string-length': { title: 'texts of a false length in the resource table', severity: 'medium' },
  'resources/string-offset': { title: 'false text positions in the resource table', severity: 'medium' },
  'resources/pool-budget': {
    title: 'texts that overlap each other in the resource table',
    severity: 'medium',
  },
  'resources/entry-offset': { title: 'resources that lie outside their table', severity: 'medium' },
  'resources/bag-count': { title: 'false counts in the resource table', severity: 'medium' },
  'resources/duplicate-package': {
    title: 'several packages under one number in the resource table',
    severity: 'medium',
  },
  'resources/too-many-chunks': {
    title: 'more parts of the resource table than any app needs',
    severity: 'medium',
  },
  'resources/not-arsc': { title: 'a resource table that hides what it is', severity: 'medium' },
  'signing-block/duplicate-block': { title: 'a second signature of one kind', severity: 'medium' },
  'signing-block/block-size': { title: 'a false size of the signing block', severity: 'medium' },
};

/** One finding per kind of anomaly. */
export function judgeStructure(part: Part, anomalies: readonly Anomaly[]): FindingInput[] {
  const groups = new Map<string, Anomaly[]>();
  for (const anomaly of anomalies) groups.set(anomaly.code, [...(groups.get(anomaly.code) ?? []), anomaly]);
  return [...groups].map(([code, group]) => describe(part, code, group));
}

function describe(part: Part, code: string, group: readonly Anomaly[]): FindingInput {
  const trick = tricks[`${part}/${code}`];
  const examples = group
    .slice(0, 3)
    .map((one) => `${one.entry ? `${one.entry.slice(0, 100)}: ` : ''}${one.detail}`);
  const shared = {
    locations: group.slice(0, 20).map((anomaly) => place(part, anomaly)),
    measure: { name: 'places listed', value: group.length, unit: 'count' as const },
  };
  if (!trick)
    return {
      id: `malformed/${part}-${code}`,
      title: `Not as its format demands: ${code.replaceAll('-', ' ')} (${part.replace('-', ' ')})`,
      detail: `${examples.join(' · ')}. Reading went on.`,
      severity: 'info',
      ...shared,
    };
  return {
    id: `defeats-tools/${part}-${code}`,
    title: `Built to defeat analysis tools: ${trick.title}`,
    detail: `${examples.join(' · ')}. Ordinary build tools do not write this, and readers disagree about it: analysis tools can be led to fail, or to read something else than the device does. Assay read on, by Android’s rules where they are known. A damaged file can look the same.`,
    severity: trick.severity,
    techniques: ['T1406'],
    ...shared,
  };
}

function place(part: Part, { offset, entry }: Anomaly): Location {
  const at = offset === undefined ? {} : { offset };
  if (part === 'manifest') return { kind: 'entry', path: 'AndroidManifest.xml', ...at };
  if (part === 'resources') return { kind: 'entry', path: 'resources.arsc', ...at };
  if (entry !== undefined) return { kind: 'entry', path: entry };
  return { kind: 'bytes', offset: offset ?? 0 };
}
