import { techniqueNames } from '../../../data/attack/techniques.ts';
import type { Finding } from '../../contract/index.ts';
import type { Export } from '../exportable.ts';
import { ASSAY_IDENTITY } from './extensions.ts';
import { sdoId } from './ids.ts';
import { relationship } from './objects.ts';
import type { StixObject } from './types.ts';

type ReportArtefact = Export['report']['artefacts'][number];

/** The techniques that findings name, each once, in order. */
export function techniquesOf(findings: readonly Finding[]): string[] {
  return [...new Set(findings.flatMap((finding) => finding.techniques))].sort();
}

export function attackPatternId(technique: string): string {
  return sdoId('attack-pattern', 'mitre-attack', technique);
}

/**
 * A technique of MITRE ATT&CK by its id, so that receivers join it with theirs. Its own id depends on the technique alone:
 * all our bundles share it, and it carries no marking of a report.
 */
export function attackPattern(technique: string): StixObject {
  return {
    type: 'attack-pattern',
    spec_version: '2.1',
    id: attackPatternId(technique),
    created_by_ref: ASSAY_IDENTITY.id,
    created: '2026-11-22T00:00:00.000Z',
    modified: '2026-11-22T00:00:00.000Z',
    name: techniqueNames.get(technique) ?? technique,
    external_references: [
      {
        source_name: 'mitre-attack',
        external_id: technique,
        url: `https://attack.mitre.org/techniques/${technique.replace('.', '/')}`,
      },
    ],
  };
}

/**
 * The techniques that findings about an artefact name, tied to what was observed. `related-to`: a finding says that a file
 * could do something; only an app that a reviewer made actionable `uses` it.
 */
export function* techniqueObjects(
  entry: ReportArtefact,
  observed: string,
  malware: string | undefined,
  opened: Export,
): Generator<StixObject> {
  for (const technique of techniquesOf(entry.runs.flatMap((run) => run.result.findings))) {
    const pattern = attackPattern(technique);
    yield pattern;
    yield relationship('related-to', observed, pattern.id, opened);
    if (malware !== undefined) yield relationship('uses', malware, pattern.id, opened);
  }
}
