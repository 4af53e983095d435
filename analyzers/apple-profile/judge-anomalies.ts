import type { Anomaly } from '../../src/formats/index.ts';
import type { FindingInput } from './finding-input.ts';

/** What no tool writes by accident. */
const tricks: ReadonlySet<string> = new Set([
  'cycle',
  'entity-declared',
  'duplicate-key',
  'too-deep',
  'too-many-objects',
]);

/** One finding per kind of flaw in the property list. */
export function judgeAnomalies(anomalies: readonly Anomaly[]): FindingInput[] {
  const groups = new Map<string, Anomaly[]>();
  for (const anomaly of anomalies) groups.set(anomaly.code, [...(groups.get(anomaly.code) ?? []), anomaly]);
  return [...groups].map(([code, group]) => {
    const trick = tricks.has(code);
    const examples = group
      .slice(0, 3)
      .map(({ detail }) => detail)
      .join(' · ');
    return {
      id: `${trick ? 'defeats-tools' : 'malformed'}/plist-${code}`,
      title: `${trick ? 'Built to defeat analysis tools' : 'Not as its format demands'}: ${code.replaceAll('-', ' ')} (property list)`,
      detail: `${examples}. ${trick ? 'Ordinary tools do not write this. ' : ''}Reading went on.`,
      severity: trick ? 'medium' : 'info',
      techniques: trick ? ['T1406'] : [],
      measure: { name: 'places listed', value: group.length, unit: 'count' },
      locations: group.slice(0, 20).map(({ offset }) => ({ kind: 'bytes', offset: offset ?? 0 })),
    };
  });
}
