export {
  areaUnderCurve,
  type CalibrateOptions,
  calibrate,
  chooseThreshold,
  cllr,
  cllrMin,
  countAtLeast,
  crossFit,
  type Evaluation,
  equalErrorRate,
  evaluateScores,
  fitLogistic,
  type Interval,
  isInconclusive,
  LEAST_PICTURES,
  type Line,
  likelihoodRatio,
  type MeasuredRate,
  measuredRate,
  type Rate,
  type Scores,
  wilson,
} from './calibration/index.ts';
export { type ModelEntry, type ModelManifest, readModelManifest } from './model-manifest.ts';
export { openAdded } from './open-added.ts';
export { openModel } from './open-model.ts';
