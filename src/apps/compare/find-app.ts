import type { Report, Result, Sha256 } from '../../contract/index.ts';

/** Analyzers that describe one app. */
export const APP_ANALYZERS = ['apk', 'ios-app'] as const;

/**
 * The app that an artefact of a report is; for a bundle or an archive, the largest app inside it. Undefined: none was
 * examined there.
 */
export function findApp(
  report: Report,
  sha256: Sha256,
): { readonly sha256: Sha256; readonly result: Result } | undefined {
  let level = [sha256];
  const seen = new Set(level);
  while (level.length > 0) {
    const apps = level
      .flatMap((hash) => report.artefacts.filter(({ artefact }) => artefact.sha256 === hash))
      .sort((a, b) => b.artefact.bytes - a.artefact.bytes)
      .flatMap(({ artefact, runs }) => {
        const run = runs.find(({ analyzer }) => (APP_ANALYZERS as readonly string[]).includes(analyzer));
        return run && run.status !== 'failed' ? [{ sha256: artefact.sha256, result: run.result }] : [];
      });
    if (apps[0]) return apps[0];
    level = report.edges
      .filter(({ parent, child }) => level.includes(parent) && !seen.has(child))
      .map(({ child }) => child);
    for (const hash of level) seen.add(hash);
  }
  return undefined;
}
