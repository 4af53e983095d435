import { type FrameworkMarker, frameworkMarkers } from '../../../data/frameworks/index.ts';
import type { AppFiles } from '../app-files.ts';

export interface FrameworkMatch {
  readonly name: string;
  readonly title: string;
  /** Files or class names that show it, a few of them. */
  readonly evidence: readonly string[];
  readonly where: string;
}

const MAX_EVIDENCE = 5;

/**
 * Which frameworks an app is built with, by names of files and classes that nothing else has. `classes`: component
 * names, the application class and the package name, as far as they are known.
 */
export function detectFrameworks(files: AppFiles, classes: readonly string[]): FrameworkMatch[] {
  const evidence = new Map<string, string[]>();
  const note = (name: string, what: string): void => {
    const list = evidence.get(name) ?? [];
    if (list.length < MAX_EVIDENCE) list.push(what.slice(0, 300));
    evidence.set(name, list);
  };
  for (const marker of frameworkMarkers) {
    for (const { inner } of files.files)
      if (marker.files.some((pattern) => pattern.test(inner))) {
        note(marker.name, inner);
        if ((evidence.get(marker.name)?.length ?? 0) >= MAX_EVIDENCE) break;
      }
    for (const name of classes)
      if (marker.classes?.some((pattern) => pattern.test(name)) === true) note(marker.name, name);
  }
  addImplied(evidence);
  return frameworkMarkers.flatMap((marker) => describe(marker, evidence.get(marker.name)));
}

function addImplied(evidence: Map<string, string[]>): void {
  for (const { name, implies = [] } of frameworkMarkers) {
    const shown = evidence.get(name);
    if (shown) for (const other of implies) if (!evidence.has(other)) evidence.set(other, shown.slice(0, 1));
  }
}

function describe({ name, title, where }: FrameworkMarker, evidence: string[] | undefined): FrameworkMatch[] {
  return evidence ? [{ name, title, evidence, where }] : [];
}
