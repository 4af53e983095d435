import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { manifest as input } from '../../analyzers/screenshot/manifest.ts';
import { Manifest, type RunOutcome } from '../../src/contract/index.ts';
import { type Jails, openJails } from '../../src/sandbox/index.ts';

const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

export interface Jailed {
  readonly outcomes: readonly RunOutcome[];
  /** Images per minute, this many at once. */
  readonly perMinute: number;
  /** Largest resident set of a jail's Node, MiB (VmHWM of proc(5)). */
  readonly peakMiB: number;
}

/** Peak resident sets of Nodes in jails, now. */
function peaks(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        if (!readFileSync(`/proc/${pid}/cmdline`, 'latin1').startsWith('/app/node')) return 0;
        const status = readFileSync(`/proc/${pid}/status`, 'latin1');
        return Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1024;
      } catch {
        return 0;
      }
    });
}

/**
 * Runs the analyzer `screenshot` in jails on each picture, `atOnce` at a time. Needs dist/. `onDone` hears of each that
 * ended, with its seconds.
 */
export async function runJailed(
  pictures: readonly Buffer[],
  { atOnce = 2, onDone = () => {} }: { atOnce?: number; onDone?: (at: number, seconds: number) => void } = {},
): Promise<Jailed> {
  const manifest = Manifest.parse(input);
  const folder = mkdtempSync(join(tmpdir(), 'bench-screenshots-'));
  await using jails = await openJails({
    root,
    modelsFolder: `${root}/models`,
    isolation: 'bubblewrap',
    spares: 0,
    scratch: join(folder, 'scratch'),
    manifests: [manifest],
  });
  let peakMiB = 0;
  const watch = setInterval(() => {
    peakMiB = Math.max(peakMiB, ...peaks());
  }, 100);
  const outcomes: RunOutcome[] = [];
  let next = 0;
  const began = performance.now();
  const lane = async (): Promise<void> => {
    for (let at = next++; at < pictures.length; at = next++) {
      const started = performance.now();
      outcomes[at] = await runOne(jails, manifest, folder, pictures[at] ?? Buffer.alloc(0), at);
      onDone(at, (performance.now() - started) / 1000);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  const perMinute = (pictures.length * 60_000) / (performance.now() - began);
  clearInterval(watch);
  rmSync(folder, { recursive: true, force: true });
  return { outcomes, peakMiB, perMinute };
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

async function runOne(
  jails: Jails,
  manifest: Manifest,
  folder: string,
  picture: Buffer,
  at: number,
): Promise<RunOutcome> {
  const path = join(folder, `picture-${at}`);
  writeFileSync(path, picture, { mode: 0o444 });
  const input = { path, sha256: sha256(picture), bytes: picture.length, mediaTypes: [] };
  return jails.run({
    manifest,
    input,
    config: null,
    async store(source) {
      const pieces: Uint8Array[] = [];
      for await (const piece of source) pieces.push(Uint8Array.from(piece));
      const bytes = Buffer.concat(pieces);
      return { sha256: sha256(bytes), bytes: bytes.length };
    },
  });
}
