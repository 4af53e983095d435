import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { manifest as input } from '../../analyzers/face-forgery/manifest.ts';
import { Manifest, type RunOutcome } from '../../src/contract/index.ts';
import { openJails } from '../../src/sandbox/index.ts';
import { watchMemory } from './watch-memory.ts';

export interface JailedFilm {
  readonly outcome: RunOutcome;
  readonly seconds: number;
  readonly peak: number;
}

/** Runs the analyzer `face-forgery` in its jail on one film. Needs dist/. */
export async function runJailed(root: string, path: string): Promise<JailedFilm> {
  const manifest = Manifest.parse(input);
  const scratch = mkdtempSync(join(tmpdir(), 'bench-film-'));
  await using jails = await openJails({
    ...{ root, modelsFolder: join(root, 'models'), isolation: 'bubblewrap', spares: 0 },
    ...{ scratch, manifests: [manifest] },
  });
  const memory = watchMemory();
  const since = performance.now();
  const outcome = await jails.run({
    manifest,
    input: { path, sha256: '0'.repeat(64), bytes: statSync(path).size, mediaTypes: ['video/mp4'] },
    config: null,
    async store(source) {
      let bytes = 0;
      for await (const piece of source) bytes += piece.length;
      return { sha256: '0'.repeat(64), bytes };
    },
  });
  const { peak } = memory.stop();
  rmSync(scratch, { recursive: true, force: true });
  return { outcome, peak, seconds: (performance.now() - since) / 1000 };
}
