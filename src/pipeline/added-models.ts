import { type AddedModelManifest, chooseAdded, type Limits } from '../contract/index.ts';
import { sha256OfJson } from './cache-key.ts';
import type { LoadedAnalyzer } from './plan.ts';

const MIB = 1024 * 1024;
/** The runtime holds a model's bytes while it loads it, its own copy and one laid out for speed; and what it computes. */
const COPIES = 3;
const WORKING_MIB = 192;
/** Seconds that an analyzer may spend on one added model, over what it has of its own. */
const SECONDS = 120;

/**
 * An analyzer as it is with the models that an operator added: they count among what its output depends on, bytes and
 * manifest, and what they cost comes on top of its limits.
 */
export function withAdded(analyzer: LoadedAnalyzer, added: readonly AddedModelManifest[]): LoadedAnalyzer {
  const chosen = chooseAdded(analyzer.manifest.addedModels, added);
  if (chosen.length === 0) return analyzer;
  const opened = chosen.flatMap(({ manifest, encoder }) => [
    manifest,
    ...(encoder === undefined ? [] : [encoder]),
  ]);
  const unique = [...new Map(opened.map((one) => [one.name, one])).values()];
  return {
    ...analyzer,
    manifest: { ...analyzer.manifest, limits: raise(analyzer.manifest.limits, unique, chosen.length) },
    models: { ...analyzer.models, ...Object.fromEntries(unique.map(({ name, sha256 }) => [name, sha256])) },
    versions: {
      ...analyzer.versions,
      ...Object.fromEntries(unique.map((one) => [`added:${one.name}`, sha256OfJson(one)])),
    },
  };
}

function raise(limits: Limits, opened: readonly AddedModelManifest[], scores: number): Limits {
  const memory = opened.reduce((sum, { bytes }) => sum + WORKING_MIB + Math.ceil((bytes * COPIES) / MIB), 0);
  return {
    ...limits,
    memoryMiB: limits.memoryMiB + memory,
    wallSeconds: limits.wallSeconds + SECONDS * scores,
    cpuSeconds: limits.cpuSeconds + SECONDS * scores,
  };
}
