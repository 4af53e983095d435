import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { closeSync, openSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { AssayError, chooseAdded, type Isolation, type Manifest } from '../contract/index.ts';
import { launchBubblewrap } from './bubblewrap.ts';
import { readMessage } from './collect.ts';
import { decodeFrames, type FrameBudget } from './decode-frames.ts';
import type { JailEnd } from './end.ts';
import { encodeFrame, type Frame } from './frames.ts';
import type { JailRequest } from './jails.ts';
import { killJail } from './kill-jail.ts';
import type { Launch, Plan } from './launch.ts';
import type { Job, Preparation } from './messages.ts';
import { launchProcess } from './plain-process.ts';
import { ARTEFACT, placeArtefact } from './scratch.ts';
import { watchEnd } from './watch-end.ts';

/** A jail that was started: it loads its analyzer, waits for one artefact, and is never used again. */
export interface Jail {
  /** Pid of what holds it; undefined: it could not be started. */
  readonly holder: number | undefined;
  readonly frames: AsyncIterator<Frame, void>;
  readonly budget: FrameBudget;
  /**
   * Resolves when code and models are loaded, or when the analyzer said why not (`unloadable`).
   * Rejects `misconfigured` when the jail itself could not be built.
   */
  readonly ready: Promise<{ readonly unloadable?: { t: 'fail' } & Unloadable }>;
  handOver(request: JailRequest): Promise<void>;
  /** Kills every process of it; what it has said can still be read. */
  kill(): void;
  /** Kills it and stops reading. */
  discard(): void;
  /** Resolves when every process of the jail is gone. */
  readonly ended: Promise<JailEnd>;
  /** Resolves when nothing of it is left on disk either. */
  readonly cleared: Promise<void>;
  isOver(): boolean;
}

type Unloadable = Extract<ReturnType<typeof readMessage>, { t: 'fail' }>;

/** Before its artefact a jail has little to say. */
const startBudget = (): FrameBudget => ({ bytes: 64 * 1024, frames: 8 });
/** How long it may take to load; a busy machine with large models needs a while. */
const START_MS = 60_000;

export async function startJail(
  plan: Plan,
  manifest: Manifest,
  analyzerFolder: string,
  scratch: string,
): Promise<Jail> {
  const folder = join(scratch, randomUUID());
  await mkdir(join(folder, 'in'), { recursive: true, mode: 0o700 });
  if (plan.isolation === 'process') await mkdir(join(folder, 'work'), { mode: 0o700 });
  const make = plan.isolation === 'bubblewrap' ? launchBubblewrap : launchProcess;
  const launch = make(plan, manifest, analyzerFolder, folder);
  const child = spawnJail(launch, plan.isolation === 'process');
  return attend(child, launch, preparationFor(launch, manifest, plan), folder, plan.isolation);
}

function spawnJail(launch: Launch, ownGroup: boolean): ChildProcess {
  const filter = launch.filter === undefined ? undefined : openSync(launch.filter, 'r');
  try {
    return spawn(launch.command, launch.arguments, {
      env: launch.environment,
      cwd: ownGroup ? launch.inside.workdir : '/',
      detached: ownGroup,
      stdio: ['pipe', 'pipe', 'pipe', 'pipe', ...(filter === undefined ? [] : [filter])],
    });
  } finally {
    if (filter !== undefined) closeSync(filter);
  }
}

function attend(
  child: ChildProcess,
  launch: Launch,
  preparation: Preparation,
  folder: string,
  isolation: Isolation,
): Jail {
  const orders = child.stdin as Writable;
  const answers = child.stdio[3] as Readable;
  // A pipe whose other end died is told through `ended`.
  for (const stream of [orders, answers]) stream.on('error', () => {});
  let isOver = false;
  const kill = (): void => killJail(child, isolation);
  const ended = watchEnd(child, answers, kill).finally(() => {
    isOver = true;
  });
  const budget = startBudget();
  const frames = decodeFrames(answers, budget);
  const ready = becomeReady(frames, ended, kill);
  ready.catch(() => {});
  orders.write(encodeFrame(preparation));
  return {
    holder: child.pid,
    frames,
    budget,
    ready,
    kill,
    discard() {
      kill();
      void frames.return();
    },
    ended,
    cleared: ended.then(() => rm(folder, { recursive: true, force: true, maxRetries: 3 })),
    isOver: () => isOver,
    async handOver(request) {
      await placeArtefact(request.input.path, join(folder, 'in'), isolation === 'bubblewrap');
      budget.bytes = request.manifest.limits.outputBytes;
      budget.frames = 60_000 + Math.ceil(budget.bytes / 4096);
      orders.end(encodeFrame(jobFor(launch, request)));
    },
  };
}

function preparationFor({ inside }: Launch, manifest: Manifest, { added }: Plan): Preparation {
  return {
    analyzer: manifest.name,
    code: pathToFileURL(join(inside.analyzer, 'index.js')).href,
    models: manifest.models,
    modelsFolder: inside.modelsFolder,
    added: chooseAdded(manifest.addedModels, added.models),
    addedFolder: inside.addedFolder,
    workdir: inside.workdir,
  };
}

function jobFor({ inside }: Launch, { input, manifest, password, config }: JailRequest): Job {
  return {
    path: join(inside.artefacts, ARTEFACT),
    sha256: input.sha256,
    bytes: input.bytes,
    mediaTypes: input.mediaTypes,
    password: manifest.wantsPassword ? password : undefined,
    config,
    limits: manifest.limits,
  };
}

async function becomeReady(
  frames: AsyncIterator<Frame, void>,
  ended: Promise<JailEnd>,
  kill: () => void,
): Promise<{ unloadable?: Unloadable }> {
  const timer = setTimeout(kill, START_MS);
  try {
    for (let hasGreeted = false; ; ) {
      const next = await frames.next();
      if (next.done || next.value.kind !== 'json') return await neverReady(ended, hasGreeted);
      const message = readMessage(next.value.text);
      if (message.t === 'ready') return {};
      if (message.t === 'fail') return { unloadable: message };
      hasGreeted = message.t === 'hello';
    }
  } finally {
    clearTimeout(timer);
  }
}

async function neverReady(ended: Promise<JailEnd>, hasGreeted: boolean): Promise<{ unloadable: Unloadable }> {
  const end = await ended;
  const detail = end.words === '' ? '' : ` It said: ${end.words.slice(-600)}`;
  if (hasGreeted)
    return {
      unloadable: { t: 'fail', failure: 'crashed', detail: `The analyzer died while loading.${detail}` },
    };
  throw new AssayError('misconfigured', `The jail could not be built.${detail} Run "assay doctor".`);
}
