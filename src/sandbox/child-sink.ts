import { closeSync, openSync, readSync, realpathSync, writeSync } from 'node:fs';
import { resolve, sep } from 'node:path';
import type { Sink } from '../contract/index.ts';
import { encodeBytes, encodeFrame } from './frames.ts';

/** The pipe to the parent. Blocking, so that what was said has left the jail before the analyzer goes on. */
const OUT = 3;
const CHUNK = 64 * 1024;

/** What a result can hold (contract/result.ts). What goes beyond is counted as not examined, and the run goes on. */
const most = {
  findings: 2000,
  indicators: 20_000,
  fingerprints: 2000,
  'time lines': 100,
  'evidence files': 500,
  // Less than the parent takes, so that there is room to say what else was left out.
  'things examined': 430,
  'things not examined': 430,
} as const;

export function send(message: { readonly t: string; readonly [key: string]: unknown }): void {
  sendAll(encodeFrame(message));
}

function sendAll(frame: Uint8Array): void {
  let offset = 0;
  while (offset < frame.length) offset += writeSync(OUT, frame, offset);
}

/** The analyzer's voice: every call becomes frames at once, in the order of the calls. */
export function openSink(workdir: string, maxChildren: number): Sink {
  const room = countRoom();
  const inTurn = queue();
  let children = 0;
  return {
    finding: (v) => room('findings') && send({ t: 'finding', v }),
    indicator: (v) => room('indicators') && send({ t: 'indicator', v }),
    fact: (name, v) => send({ t: 'fact', name, v }),
    fingerprint: (v) => room('fingerprints') && send({ t: 'fingerprint', v }),
    series: (v) => room('time lines') && send({ t: 'series', v }),
    async evidence({ from, ...v }) {
      if (!room('evidence files')) return;
      await inTurn(() => sendFile({ t: 'open-evidence', v }, from, workdir));
    },
    async child({ from, ...v }) {
      if (children >= maxChildren) return false;
      children += 1;
      await inTurn(() => sendFile({ t: 'open-child', v }, from, workdir));
      return true;
    },
    examined: (what) => room('things examined') && send({ t: 'examined', what }),
    notExamined: (what, reason, detail) =>
      room('things not examined') && send({ t: 'not-examined', v: { what, reason, detail } }),
    progress: (fraction, label) => send({ t: 'progress', fraction, label }),
    identified: (v) => send({ t: 'identified', v }),
  };
}

/** True while there is room for one more of its kind; the first one too many is said in the coverage. */
function countRoom(): (kind: keyof typeof most) => boolean {
  const seen = new Map<string, number>();
  return (kind) => {
    const count = (seen.get(kind) ?? 0) + 1;
    seen.set(kind, count);
    if (count === most[kind] + 1) {
      const detail = `A run keeps at most ${most[kind]}; there were more.`;
      send({ t: 'not-examined', v: { what: `further ${kind}`, reason: 'not-run', detail } });
    }
    return count <= most[kind];
  };
}

/** Runs one thing after the other; the first of an idle queue starts before the call returns. */
function queue(): (work: () => Promise<void> | void) => Promise<void> {
  let last: Promise<void> | undefined;
  return async (work) => {
    const mine = last === undefined ? Promise.resolve(work()) : last.catch(() => {}).then(work);
    last = mine;
    try {
      await mine;
    } finally {
      if (last === mine) last = undefined;
    }
  };
}

async function sendFile(
  opening: { readonly t: string; readonly v: unknown },
  from: string | Uint8Array | AsyncIterable<Uint8Array>,
  workdir: string,
): Promise<void> {
  send(opening);
  try {
    if (typeof from === 'string') sendPath(from, workdir);
    else if (from instanceof Uint8Array) sendPieces(from);
    else for await (const piece of from) sendPieces(piece);
  } catch (error) {
    send({ t: 'abandon' });
    throw error;
  }
  send({ t: 'close' });
}

function sendPath(path: string, workdir: string): void {
  const inside = realpathSync(resolve(workdir, path));
  if (!inside.startsWith(realpathSync(workdir) + sep))
    throw new Error('An analyzer may only hand over files of its working folder.');
  const file = openSync(inside, 'r');
  try {
    const buffer = Buffer.allocUnsafe(CHUNK);
    for (let read = readSync(file, buffer); read > 0; read = readSync(file, buffer))
      sendAll(encodeBytes(buffer.subarray(0, read)));
  } finally {
    closeSync(file);
  }
}

function sendPieces(bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; at += CHUNK) sendAll(encodeBytes(bytes.subarray(at, at + CHUNK)));
}
