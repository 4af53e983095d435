import { severities } from '../../../src/contract/index.ts';
import type { FindingInput } from '../finding-input.ts';
import type { FileHit } from './scan-package.ts';

const MOST_PLACES = 60;

/** One finding per rule, with every file and offset where it matched. `whose`: part of the finding's id. */
export function judgeHits(hits: readonly FileHit[], whose: 'assay' | 'unit'): FindingInput[] {
  const byRule = new Map<string, FileHit[]>();
  for (const hit of hits) byRule.set(hit.rule, [...(byRule.get(hit.rule) ?? []), hit]);
  const ids = new Set<string>();
  return [...byRule].map(([rule, all]) => ({ ...describe(rule, all, whose), id: freshId(rule, whose, ids) }));
}

function describe(rule: string, hits: readonly FileHit[], whose: 'assay' | 'unit'): Omit<FindingInput, 'id'> {
  const { meta } = hits[0]!;
  const about = meta['description'] ?? `The rule ${rule} matches`;
  const origin = whose === 'assay' ? 'Assay’s YARA rule' : 'The unit’s own YARA rule';
  const reference = meta['reference'] === undefined ? '' : ` About it: ${meta['reference']}.`;
  return {
    title: about.slice(0, 300),
    detail: `${origin} ${rule} matches ${hits.length === 1 ? 'one file' : `${hits.length} files`}.${seen(hits)}${reference}`,
    severity: severities.find((one) => one === meta['severity']) ?? 'info',
    techniques: techniqueOf(meta['technique']),
    locations: hits
      .flatMap(({ entry, matches }) =>
        matches.length === 0
          ? [{ kind: 'entry' as const, path: entry.slice(0, 4096) }]
          : matches.map(({ offset }) => ({ kind: 'entry' as const, path: entry.slice(0, 4096), offset })),
      )
      .slice(0, MOST_PLACES),
  };
}

/** A few of the texts that matched, each once. */
function seen(hits: readonly FileHit[]): string {
  const texts = new Set(hits.flatMap(({ matches }) => matches.flatMap(({ text }) => text ?? [])));
  if (texts.size === 0) return '';
  return ` Seen: ${[...texts]
    .slice(0, 8)
    .map((text) => `“${text}”`)
    .join(', ')}.`;
}

const techniqueOf = (text: string | undefined): string[] =>
  text !== undefined && /^T[0-9]{4}(\.[0-9]{3})?$/.test(text) ? [text] : [];

/** Identifiers of findings have no capitals; rules that differ by those alone are numbered. */
function freshId(rule: string, whose: string, taken: Set<string>): string {
  const base = `yara/${whose}/${rule.toLowerCase().slice(0, 90)}`;
  let id = base;
  for (let number = 2; taken.has(id); number++) id = `${base}#${number}`;
  taken.add(id);
  return id;
}
