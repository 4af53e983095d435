export { withAdded } from './added-models.ts';
export type { Asking } from './asking.ts';
export { cancelSubmission } from './cancel.ts';
export {
  CANCEL_CHANNEL,
  DISPATCH_CHANNEL,
  PassingNews,
  PROGRESS_CHANNEL,
  SUBMISSION_CHANNEL,
} from './channels.ts';
export { type Dispatcher, type DispatcherOptions, startDispatcher } from './dispatcher.ts';
export { type ExamineOptions, examineFiles } from './examine.ts';
export { type Receiving, receive, type StoredExhibit } from './intake.ts';
export { type LoadAnalyzersOptions, loadAnalyzers } from './load-analyzers.ts';
export {
  DEFAULT_TREE_LIMITS,
  type Listen,
  type LoadedAnalyzer,
  type Log,
  type Plan,
  type TreeLimits,
} from './plan.ts';
export { type Handout, openQueue, type QueueOptions, type RunQueue } from './queue.ts';
export { reanalyse } from './reanalyse.ts';
export { startWorker, type Worker } from './worker.ts';
export type { WorkerOptions, WorkerStage } from './worker-options.ts';
