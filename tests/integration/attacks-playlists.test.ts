import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/contract/index.ts';
import { type AttackBench, openAttackBench, runsOf } from '../support/attack-bench.ts';
import { buildAviWithList } from '../support/build-avi.ts';
import { isoBox, makeMedia } from '../support/hostile-media.ts';

/* Attack 6 of docs/attacks.md: files that make a player open other files or addresses. */

const CANARY = 'CanaryOfAnotherUnit';
let bench: AttackBench;
let hits = 0;
const server = createServer((_, response) => {
  hits++;
  response.end(CANARY);
});
let report: Report;

/** Text that follows to another file or server, by what it is. All are sent under the name of a video. */
const lists = (folder: string, url: string): Record<string, string> => {
  const hls = (target: string) => `#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n${target}\n#EXT-X-ENDLIST\n`;
  const mpd = (base: string) =>
    `<?xml version="1.0"?>\n<MPD xmlns="urn:mpeg:dash:schema:mpd:2011" mediaPresentationDuration="PT1S"><Period><AdaptationSet mimeType="video/mp4"><Representation id="1" bandwidth="1"><BaseURL>${base}</BaseURL></Representation></AdaptationSet></Period></MPD>`;
  return {
    'another-unit.mp4': hls(join(folder, 'secret.ts')),
    'file-address.mp4': hls(`file://${join(folder, 'secret.txt')}`),
    'concat.mp4': hls(`concat:${url}/head|file://${join(folder, 'secret.txt')}`),
    'subfile.mp4': hls(`subfile,,start,0,end,9999,,:${join(folder, 'secret.txt')}`),
    'remote.mp4': hls(`${url}/segment.ts`),
    'key.mp4': `#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI="${url}/key"\n#EXTINF:1,\n${join(folder, 'secret.ts')}\n`,
    'itself.mp4': hls('itself.mp4'),
    'neighbour.mp4': 'ffconcat version 1.0\nfile neighbour.txt\n',
    'absolute.mp4': `ffconcat version 1.0\nfile '${join(folder, 'secret.ts')}'\n`,
    'bare-concat.mp4': `file '${join(folder, 'secret.ts')}'\nduration 1\n`,
    'dash.mp4': mpd(`${url}/dash/`),
    'dash-file.mp4': mpd(`file://${join(folder, 'secret.ts')}`),
    'session.mp4': `v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nm=video ${new URL(url).port} RTP/AVP 96\n`,
    'stations.mp4': `[playlist]\nFile1=${url}/station\nNumberOfEntries=1\n`,
    'wide.mp4': Buffer.from(`\ufeff${hls(`${url}/wide.ts`)}`, 'utf16le').toString('latin1'),
  };
};

/** Media that hold such a list: the media is real. */
async function carriers(folder: string, url: string): Promise<Record<string, Buffer>> {
  const list = `#EXTM3U\n#EXTINF:1,\n${url}/hidden.ts\n#EXTINF:1,\n${join(folder, 'secret.ts')}\n#EXT-X-ENDLIST\n`;
  const picture = join(folder, 'frame.jpg');
  makeMedia('-f', 'lavfi', '-i', 'testsrc=size=64x64', '-frames:v', '1', picture);
  return {
    'subtitle.mp4': buildAviWithList(await readFile(picture), list),
    'free-box.mp4': Buffer.concat([
      isoBox('ftyp', Buffer.from('isom\0\0\0\0isom')),
      isoBox('free', Buffer.from(`\n${list}`)),
    ]),
    'tagged.mp4': Buffer.concat([Buffer.from('ID3\x03\0\0\0\0\0\0', 'latin1'), Buffer.from(list)]),
  };
}

beforeAll(async () => {
  bench = await openAttackBench();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const picture = ['-f', 'lavfi', '-i', 'testsrc=size=64x64:rate=5:duration=1', '-c:v', 'mpeg2video'];
  makeMedia(...picture, '-metadata', `service_name=${CANARY}`, join(bench.folder, 'secret.ts'));
  await writeFile(join(bench.folder, 'secret.txt'), CANARY);
  // The canary sings when it is reached, so that its silence means something.
  expect(await (await fetch(url)).text()).toBe(CANARY);
  expect((await readFile(join(bench.folder, 'secret.ts'))).includes(CANARY)).toBe(true);
  hits = 0;
  const texts = Object.entries(lists(bench.folder, url)).map(
    ([name, text]) => [name, Buffer.from(text, 'latin1')] as const,
  );
  report = await bench.examine({ ...Object.fromEntries(texts), ...(await carriers(bench.folder, url)) });
}, 120_000);
afterAll(async () => {
  await bench?.[Symbol.asyncDispose]();
  server.close();
});

const artefactOf = (name: string) => {
  const sha256 = report.exhibits.find((exhibit) => exhibit.claimedName === name)?.sha256;
  return report.artefacts.find(({ artefact }) => artefact.sha256 === sha256)!;
};
const namesOf = (name: string): string[] =>
  artefactOf(name).runs.flatMap((run) => run.result.findings.map(({ id }) => id));

describe('a list of streams that is called a video', () => {
  it.each(Object.keys(lists('/x', 'http://127.0.0.1:1')))(
    '%s is named for what it is and given to no media reader',
    (name) => {
      const { artefact, runs } = artefactOf(name);
      expect(artefact.mediaTypes.filter((type) => /^(video|audio|image)\/(?!x-scpls)/.test(type))).toEqual(
        [],
      );
      expect(namesOf(name)).toContain('stream-list');
      expect(runs.flatMap(({ result }) => result.children)).toEqual([]);
      expect(runs.filter((run) => run.analyzer === 'media' && run.status === 'completed')).toEqual([]);
    },
  );

  it.each(['subtitle.mp4', 'free-box.mp4', 'tagged.mp4'])(
    'inside real media, as in %s, is warned of',
    (name) => {
      expect(namesOf(name)).toContain('hidden-stream-list');
    },
  );

  it('never reaches a server or another file, in the report or in anything stored', async () => {
    expect(hits).toBe(0);
    expect(JSON.stringify(report)).not.toContain(CANARY);
    for (const bytes of await bench.stored()) expect(bytes.includes(CANARY)).toBe(false);
    expect(JSON.stringify(runsOf(report).map(({ result }) => result.facts))).not.toContain('mpeg2video');
    // What was taken out of files came from the one that holds a picture of its own.
    const parents = new Set(report.edges.map((edge) => edge.parent));
    parents.delete(artefactOf('subtitle.mp4').artefact.sha256);
    expect([...parents]).toEqual([]);
    expect(await bench.leftBehind()).toEqual([]);
  });
});
