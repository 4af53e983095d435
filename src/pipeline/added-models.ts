import { type AddedModelManifest, type Answers, chooseAdded, type Limits } from '../contract/index.ts';
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
    manifest: {
      ...analyzer.manifest,
      limits: raise(analyzer.manifest.limits, unique, chosen.length),
      answers: answersWith(
        analyzer.manifest.answers,
        chosen.map(({ manifest }) => manifest),
      ),
    },
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

const QUESTION = 'manipulated-media';

/**
 * What the analyzer answers, with the calibrations of added models told beside its own. Their ratios are held within their
 * own bounds before they reach the report, so an analyzer's own bound stays as it is.
 */
function answersWith(own: readonly Answers[], added: readonly AddedModelManifest[]): Answers[] {
  const calibrated = added.flatMap((one) =>
    one.kind !== 'encoder' && one.calibration !== undefined ? [{ name: one.name, ...one.calibration }] : [],
  );
  if (calibrated.length === 0) return [...own];
  const told = calibrated.map(
    ({ name, set, real, generated }) =>
      `added model ${name}: ${real.count} genuine and ${generated.count} generated, ${set}`,
  );
  const entry = own.find(({ question }) => question === QUESTION);
  if (entry !== undefined) {
    const calibration = [entry.calibration, ...told].join(' · ').slice(0, 500);
    return own.map((one) => (one === entry ? { ...entry, calibration } : one));
  }
  const method =
    'Scores of models that the operator added are turned into likelihood ratios by a logistic calibration on labelled pictures of the unit.';
  const bound = Math.max(...calibrated.map((one) => one.bound));
  const limits = ['The calibration is of the pictures that the unit had; others can score otherwise.'];
  return [...own, { question: QUESTION, method, calibration: told.join(' · ').slice(0, 500), bound, limits }];
}
