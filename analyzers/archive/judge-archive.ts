import type { Sink } from '../../src/contract/index.ts';
import type { Walked } from './hand-on.ts';

type Finding = Parameters<Sink['finding']>[0];

/** What the walk through an archive shows. `anomalies`: of the container itself. */
export function judgeArchive(
  walked: Walked,
  anomalies: readonly { readonly code: string; readonly detail: string; readonly entry?: string }[],
): Finding[] {
  return [
    ...judgeNames(walked),
    ...judgeLinks(walked),
    ...judgeLocks(walked),
    ...judgeStop(walked),
    ...judgeAnomalies(anomalies),
  ];
}

const entries = (names: readonly string[]) =>
  names.slice(0, 100).map((path) => ({ kind: 'entry' as const, path }));
const some = (names: readonly string[]): string =>
  names
    .slice(0, 5)
    .map((name) => JSON.stringify(name.slice(0, 120)))
    .join(', ') + (names.length > 5 ? ', …' : '');

function judgeNames({ unsafe }: Walked): Finding[] {
  if (unsafe.length === 0) return [];
  return [
    {
      id: 'path-traversal',
      title: 'Names inside this archive lead out of the folder it is unpacked to',
      detail: `${unsafe.length} name(s), such as ${some(unsafe)}. Unpacking it with a careless program can overwrite files elsewhere on the computer. Assay uses no such name as a path. Do not unpack it by hand.`,
      severity: 'high',
      locations: entries(unsafe),
    },
  ];
}

function judgeLinks({ links }: Walked): Finding[] {
  if (links.length === 0) return [];
  return [
    {
      id: 'links',
      title: 'The archive contains links to other files',
      detail: `${links.length} link(s), such as ${some(links)}. They were listed and not followed. A link and a later file of the same name can be used to write outside the folder.`,
      severity: 'low',
      locations: entries(links),
    },
  ];
}

function judgeLocks({ locked }: Walked): Finding[] {
  if (locked.length === 0) return [];
  return [
    {
      id: 'locked',
      title: 'Files in this archive are locked with a password that is not known',
      detail: `${locked.length} file(s), such as ${some(locked)}. Tried: "infected" and the password given with the submission, if any. Submit it again with the right password.`,
      severity: 'info',
      locations: entries(locked),
    },
  ];
}

function judgeStop({ stopped, handedOn }: Walked): Finding[] {
  if (stopped?.limit !== 'ratio') return [];
  return [
    {
      id: 'bomb',
      title: 'The archive is built to grow beyond measure when it is unpacked',
      detail: `${stopped.why} Unpacking was stopped after ${handedOn} file(s). Such archives are made to fill disks and to stop analysis tools.`,
      severity: 'medium',
    },
  ];
}

function judgeAnomalies(
  anomalies: readonly { readonly code: string; readonly detail: string; readonly entry?: string }[],
): Finding[] {
  const groups = new Map<string, { detail: string; entry?: string }[]>();
  for (const anomaly of anomalies) groups.set(anomaly.code, [...(groups.get(anomaly.code) ?? []), anomaly]);
  groups.delete('name-escapes-folder');
  groups.delete('encrypted-flag');
  return [...groups].map(([code, group]) => ({
    id: `malformed/${code}`,
    title: `The archive is not as its format demands: ${code.replaceAll('-', ' ')}`,
    detail: `${group
      .slice(0, 3)
      .map((one) => `${one.entry ? `${one.entry.slice(0, 100)}: ` : ''}${one.detail}`)
      .join(' · ')}. Reading went on.`,
    severity:
      code === 'overlapping-entries' || code === 'duplicate-name' ? ('medium' as const) : ('info' as const),
    locations: entries(group.flatMap((one) => (one.entry ? [one.entry] : []))),
    measure: { name: 'places listed', value: group.length, unit: 'count' as const },
  }));
}
