import { z } from 'zod';
import {
  AnalysisFailure,
  type ChildArtefact,
  type Coverage,
  type EvidenceFile,
  emptyResult,
  type FailureCode,
  type Manifest,
  type Result,
} from '../contract/index.ts';
import { parseHostileJson } from './clean-json.ts';
import { JailMessage } from './messages.ts';

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** What a run has said so far. Everything in it has been checked. */
export interface Learned {
  readonly result: Writable<Result>;
  readonly coverage: Coverage;
  /** How the analyzer says it ended. */
  own: { readonly failure: FailureCode; readonly detail: string } | 'end' | undefined;
}

export function nothingLearned(): Learned {
  return { result: emptyResult(), coverage: { examined: [], notExamined: [] }, own: undefined };
}

/** Most facts of one run, and most lines in each half of its coverage (contract: 500, less what the parent adds). */
const MAX_FACTS = 1000;
const MAX_COVERAGE = 440;

/** Parses one JSON frame. Throws `AnalysisFailure('bad-output')`. */
export function readMessage(text: string): JailMessage {
  const parsed = JailMessage.safeParse(parseHostileJson(text));
  if (parsed.success) return parsed.data;
  const why = z.prettifyError(parsed.error).replace(/\s+/g, ' ').slice(0, 500);
  throw new AnalysisFailure('bad-output', `The analyzer said something the contract forbids: ${why}`);
}

type Plain = Exclude<
  JailMessage['t'],
  'hello' | 'ready' | 'open-evidence' | 'open-child' | 'close' | 'abandon' | 'progress'
>;

/** Keeps one message that is whole in itself. Throws `AnalysisFailure`: `bad-output` or, for too many, `over-limit`. */
export function keep(
  learned: Learned,
  message: Extract<JailMessage, { t: Plain }>,
  manifest: Manifest,
): void {
  const { result, coverage } = learned;
  switch (message.t) {
    case 'finding':
      refuseTwice(result.findings, message.v.id, 'findings');
      add(result.findings, message.v, 2000, 'findings');
      return;
    case 'indicator':
      add(result.indicators, message.v, 20_000, 'indicators');
      return;
    case 'fact':
      if (!Object.hasOwn(result.facts, message.name) && Object.keys(result.facts).length >= MAX_FACTS)
        throw tooMany('facts', MAX_FACTS);
      result.facts[message.name] = message.v;
      return;
    case 'fingerprint':
      add(result.fingerprints, message.v, 2000, 'fingerprints');
      return;
    case 'series':
      add(result.series, message.v, 100, 'time lines');
      return;
    case 'examined':
      add(coverage.examined, message.what, MAX_COVERAGE, 'things examined');
      return;
    case 'not-examined':
      add(coverage.notExamined, message.v, MAX_COVERAGE, 'things not examined');
      return;
    case 'identified':
      if (manifest.name !== 'identify')
        throw new AnalysisFailure('bad-output', 'Only the analyzer identify may say what an artefact is.');
      result.mediaTypes = message.v;
      return;
    case 'fail':
      learned.own = { failure: message.failure, detail: message.detail };
      return;
    case 'end':
      learned.own = 'end';
  }
}

export function keepEvidence(learned: Learned, file: EvidenceFile): void {
  add(learned.result.evidence, file, 500, 'evidence files');
}

export function keepChild(learned: Learned, child: ChildArtefact): void {
  add(learned.result.children, child, 500, 'child artefacts');
}

export function refuseTwice(list: readonly { readonly id: string }[], id: string, what: string): void {
  if (list.some((item) => item.id === id))
    throw new AnalysisFailure('bad-output', `The analyzer gave two ${what} the same id: ${id}`);
}

function add<T>(list: T[], item: T, max: number, what: string): void {
  if (list.length >= max) throw tooMany(what, max);
  list.push(item);
}

function tooMany(what: string, max: number): AnalysisFailure {
  return new AnalysisFailure('over-limit', `The analyzer sent more than ${max} ${what}.`);
}
