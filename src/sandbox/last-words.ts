import type { ChildProcess } from 'node:child_process';
import { printable } from './outcome.ts';

const KEPT = 4096;

/** Drains stdout and stderr, so that nothing blocks on them, and keeps the end of what came, bounded. */
export function keepLastWords(child: ChildProcess): () => string {
  let held = Buffer.alloc(0);
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (piece: Buffer) => {
      held = Buffer.concat([held, piece.subarray(-KEPT)]).subarray(-KEPT);
    });
    stream?.on('error', () => {});
  }
  return () => printable(held.toString('utf8'), KEPT);
}
