import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { manifest as faces } from '../../analyzers/faces/manifest.ts';
import { manifest as media } from '../../analyzers/media/manifest.ts';
import { manifest as screenshot } from '../../analyzers/screenshot/manifest.ts';
import { buildModels } from '../../models/build.ts';
import { Manifest, type ManifestInput, type RunOutcome } from '../../src/contract/index.ts';
import { openJails } from '../../src/sandbox/index.ts';
import { makeMedia } from '../support/hostile-media.ts';
import { sha256 } from '../support/jail-trials.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
beforeAll(() => buildModels(root));

let folder = '';
let stored = new Set<string>();
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'assay-media-jail-'));
  stored = new Set();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const openReal = () =>
  openJails({
    root,
    modelsFolder: join(root, 'models'),
    isolation: 'bubblewrap',
    spares: 0,
    scratch: join(folder, 'scratch'),
    manifests: [],
  });
type Jails = Awaited<ReturnType<typeof openReal>>;

async function keep(source: AsyncIterable<Uint8Array>) {
  const pieces: Uint8Array[] = [];
  for await (const piece of source) pieces.push(Uint8Array.from(piece));
  const bytes = Buffer.concat(pieces);
  stored.add(sha256(bytes));
  return { sha256: sha256(bytes), bytes: bytes.length };
}

function examine(
  jails: Jails,
  manifest: ManifestInput,
  path: string,
  mediaType: string,
): Promise<RunOutcome> {
  const bytes = readFileSync(path);
  const input = { path: resolve(path), sha256: sha256(bytes), bytes: bytes.length, mediaTypes: [mediaType] };
  return jails.run({ manifest: Manifest.parse(manifest), input, config: null, store: keep });
}

describe('analyzers of pictures, films and sound in a real jail', () => {
  it.each([
    ['media', media, 'samples/photo/input.jpg', 'image/jpeg', 'media.origin'],
    ['media', media, 'samples/video/input.mp4', 'video/mp4', 'media.container-origin'],
    ['faces', faces, 'samples/photo/input.jpg', 'image/jpeg', 'faces.found'],
    ['screenshot', screenshot, 'samples/screenshot/input.png', 'image/png', 'screenshot.text'],
  ] as const)(
    '%s says the same twice, and its evidence is kept',
    async (_, manifest, path, type, finding) => {
      await using jails = await openReal();
      const first = await examine(jails, manifest, path, type);
      const second = await examine(jails, manifest, path, type);
      expect([first.status, first.detail]).toEqual(['completed', undefined]);
      expect(first.result.findings.map(({ id }) => id)).toContain(finding);
      expect(JSON.stringify([second.result, second.coverage])).toBe(
        JSON.stringify([first.result, first.coverage]),
      );
      for (const { sha256: hash } of [...first.result.evidence, ...first.result.children])
        expect(stored.has(hash)).toBe(true);
    },
  );

  it('a film that is a playlist reaches no other file, and no byte of one is handed on', async () => {
    await using jails = await openReal();
    const secret = join(folder, 'secret.ts');
    const picture = ['-f', 'lavfi', '-i', 'testsrc=size=64x64:rate=5:duration=1'];
    makeMedia(...picture, '-metadata', 'service_name=CanaryOfAnotherUnit', '-c:v', 'mpeg2video', secret);
    const path = join(folder, 'x.mp4');
    writeFileSync(path, `#EXTM3U\n#EXTINF:1,\n${secret}\n#EXT-X-ENDLIST\n`);
    for (const type of ['video/mp4', 'video/mp2t', 'audio/mpeg']) {
      const outcome = await examine(jails, media, path, type);
      expect([outcome.status, outcome.failure]).toEqual(['failed', 'malformed']);
      expect(JSON.stringify(outcome)).not.toContain('Canary');
    }
    expect(stored.size).toBe(0);
  });
});
