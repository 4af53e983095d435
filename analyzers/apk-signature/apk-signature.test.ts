import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sniff, sourceOf } from '../../src/formats/index.ts';
import { analyzeBytes } from '../../tests/support/analyze-bytes.ts';
import { buildSigner } from '../../tests/support/build-certificate.ts';
import { buildIdsig } from '../../tests/support/build-idsig.ts';
import type { RecordingSink } from '../../tests/support/recording-sink.ts';
import { analyze } from './index.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'apk-signature-'));
});
afterAll(() => rm(folder, { recursive: true }));

const read = (bytes: Buffer) => analyzeBytes(analyze, bytes, folder);
const ids = ({ result }: RecordingSink): string[] => result.findings.map(({ id }) => id);
const certificate = ({ result }: RecordingSink) =>
  result.indicators.find(({ kind }) => kind === 'certificate');
const verdicts = ({ result }: RecordingSink): string[] =>
  (result.facts['signers'] as { verdict: string }[]).map(({ verdict }) => verdict);

const signer = buildSigner('Signer');
/** More than 128 pages, so that the tree has two levels. */
const apk = Buffer.alloc(700_123, 'package');

describe('a v4 signature', () => {
  it('is recognised by its form, and an ordinary file of numbers is not', async () => {
    const types = async (bytes: Buffer) => (await sniff(sourceOf(bytes))).mediaTypes;
    const bytes = buildIdsig(apk, { signer });
    expect(await types(bytes)).toEqual(['application/x-apk-idsig']);
    bytes.writeUInt32LE(33, 17);
    expect(await types(bytes)).toEqual(['application/octet-stream']);
  });

  it('is verified without its package, whose length is found', async () => {
    const apkDigest = Buffer.alloc(32, 0xab);
    const sink = await read(buildIdsig(apk, { signer, apkDigest }));
    expect(sink.result.facts).toMatchObject({
      signatureSchemes: ['v4'],
      certSha256: [signer.sha256],
      idsig: {
        tree: 'agrees',
        apkPages: 171,
        apkBytes: 700_123,
        contentDigests: [apkDigest.toString('hex')],
      },
    });
    expect(verdicts(sink)).toEqual(['verified']);
    expect(certificate(sink)).toMatchObject({ value: signer.sha256, standing: 'proposed' });
    expect(sink.result.fingerprints).toMatchObject([{ kind: 'android.signer', value: signer.sha256 }]);
    expect(ids(sink)).toEqual([]);
    expect(sink.coverage.notExamined).toEqual([]);
  });

  it.each([
    ['EC', 'ec', 0x0201],
    ['DSA', 'dsa', 0x0301],
  ] as const)('by an %s key is verified', async (_, kind, algorithm) => {
    const own = buildSigner('Own', kind);
    expect(verdicts(await read(buildIdsig(apk, { signer: own, algorithm })))).toEqual(['verified']);
  });

  it('of a replaced key has both signers', async () => {
    const next = buildSigner('Next');
    const sink = await read(buildIdsig(apk, { signer, next }));
    expect(verdicts(sink)).toEqual(['verified', 'verified']);
    expect(sink.result.facts['certSha256']).toEqual([signer.sha256, next.sha256]);
  });
});

describe('a v4 signature that does not hold', () => {
  it('because the digest of the package was exchanged is broken, and its signer is not proposed', async () => {
    const bytes = buildIdsig(apk, { signer, apkDigest: Buffer.alloc(32, 0xab) });
    bytes[bytes.indexOf(Buffer.alloc(32, 0xab))] = 0;
    const sink = await read(bytes);
    expect(ids(sink)).toEqual(['signing/broken-v4']);
    expect(certificate(sink)).toMatchObject({ standing: 'observed', confidence: 50 });
    expect(sink.result.fingerprints).toEqual([]);
  });

  it('because another certificate stands before the key is broken', async () => {
    const mixed = { ...signer, certificate: buildSigner('Other').certificate };
    const sink = await read(buildIdsig(apk, { signer: mixed }));
    expect(sink.result.facts['signers']).toMatchObject([
      { verdict: 'broken', reason: expect.stringContaining('not that of the certificate') as string },
    ]);
  });

  it('whose tree was changed is not checked, and that is said', async () => {
    const bytes = buildIdsig(apk, { signer });
    bytes[bytes.length - 4000] = bytes[bytes.length - 4000]! ^ 1;
    const sink = await read(bytes);
    expect(ids(sink)).toEqual(['malformed/idsig-tree']);
    expect(verdicts(sink)).toEqual(['not-checked']);
    expect(certificate(sink)?.standing).toBe('observed');
    expect(sink.coverage.notExamined).toMatchObject([{ what: 'a signature', reason: 'not-examinable' }]);
  });

  it('without its tree is not checked, and that is said', async () => {
    const sink = await read(buildIdsig(apk, { signer, withoutTree: true }));
    expect(verdicts(sink)).toEqual(['not-checked']);
    expect(sink.coverage.notExamined.map(({ what }) => what)).toEqual([
      'the tree of page hashes',
      'a signature',
    ]);
  });
});

describe('an odd v4 signature', () => {
  it('has its free bytes, its version and what follows it told', async () => {
    const bytes = buildIdsig(apk, { signer, additional: Buffer.from('free'), version: 3 });
    expect(ids(await read(Buffer.concat([bytes, Buffer.alloc(9)])))).toEqual([
      'signing/v4-additional-data',
      'malformed/idsig-version',
      'malformed/idsig-trailing-data',
    ]);
  });

  it('cut anywhere is told as far as it goes', async () => {
    const bytes = buildIdsig(Buffer.alloc(5000), { signer });
    for (let end = 80; end < bytes.length; end += 211) {
      const sink = await read(bytes.subarray(0, end));
      expect(sink.failure ?? ids(sink)).not.toEqual([]);
    }
    expect((await read(bytes.subarray(0, 20))).failure).toMatchObject({ failure: 'malformed' });
  });
});
