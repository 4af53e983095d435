import { Presets, SingleBar } from 'cli-progress';
import type { SubmissionEvent } from '../contract/index.ts';

/** Progress on standard error: a bar on a terminal, now and then a line elsewhere, nothing when quiet. */
export interface Progress {
  /** `done` of `total`; both may grow. */
  show(done: number, total: number, label: string): void;
  end(): void;
}

const LINE_EVERY_MS = 5_000;

export function showProgress(quiet: boolean, out: NodeJS.WriteStream = process.stderr): Progress {
  if (quiet) return { show: () => undefined, end: () => undefined };
  return out.isTTY ? showBar(out) : showLines(out);
}

function showBar(out: NodeJS.WriteStream): Progress {
  const format = '{bar} {value}/{total} {label}';
  const bar = new SingleBar(
    { stream: out, format, hideCursor: true, clearOnComplete: true, gracefulExit: false },
    Presets.shades_classic,
  );
  let started = false;
  return {
    show(done, total, label) {
      if (!started) bar.start(total, done, { label });
      started = true;
      bar.setTotal(total);
      bar.update(done, { label });
    },
    end: () => bar.stop(),
  };
}

function showLines(out: NodeJS.WriteStream): Progress {
  // What is over within a second needs no word.
  let last = Date.now();
  let lastLabel = '';
  return {
    show(done, total, label) {
      const now = Date.now();
      if (now - last < (label === lastLabel ? LINE_EVERY_MS : 1_000)) return;
      last = now;
      lastLabel = label;
      out.write(`${label}: ${done} of ${total}\n`);
    },
    end: () => undefined,
  };
}

/** Turns the events of a submission into progress: runs that have ended of runs known so far. */
export function followRuns(progress: Progress): (event: SubmissionEvent) => void {
  const runs = new Map<string, { analyzer: string; ended: boolean }>();
  return (event) => {
    if (event.type === 'run') {
      const ended = !['queued', 'running'].includes(event.status);
      runs.set(event.run, { analyzer: event.analyzer, ended });
    }
    if (runs.size === 0) return;
    const done = [...runs.values()].filter((run) => run.ended).length;
    progress.show(done, runs.size, 'examining');
  };
}
