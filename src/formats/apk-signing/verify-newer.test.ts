import { describe, expect, it } from 'vitest';
import { buildSigner } from '../../../tests/support/build-certificate.ts';
import type { BuiltEntry } from '../../../tests/support/build-zip.ts';
import { type SignOptions, type StampOptions, signApk } from '../../../tests/support/sign-apk.ts';
import { sourceOf } from '../source.ts';
import { readZip } from '../zip/zip.ts';
import { namesOfCapabilities } from './lineage.ts';
import { readSigningBlock } from './signing-block.ts';
import { type ApkVerdict, openApk, type VerifiableApk, verifyApk } from './verify-apk.ts';
import { verifyStamp } from './verify-stamp.ts';

const [first, second] = [buildSigner('First'), buildSigner('Second')];
const entries: BuiltEntry[] = [
  { name: 'AndroidManifest.xml', content: Buffer.from('manifest of a test'), deflate: true },
  { name: 'classes.dex', content: Buffer.alloc(9000, 'code') },
];
const NEWEST = 0x7fffffff;

async function open(options: SignOptions): Promise<VerifiableApk> {
  const zip = (await readZip(sourceOf(signApk(entries, options))))!;
  return openApk(zip, await readSigningBlock(zip), { minSdk: 24, targetSdk: 29, targetSandbox: 1 });
}
const verdictOf = async (options: SignOptions, minSdk: number, maxSdk = NEWEST): Promise<ApkVerdict> =>
  verifyApk(await open(options), { minSdk, maxSdk });
const errors = ({ issues }: Pick<ApkVerdict, 'issues'>): string[] =>
  issues.filter(({ level }) => level === 'error').map(({ code }) => code);
const hashes = ({ certificates }: ApkVerdict): string[] => certificates.map(({ sha256 }) => sha256);

describe('v3.1', () => {
  const rotated: SignOptions = { v2: first, v3: first, v31: second, lineage: [first, second] };

  it('counts from Android 13 on, with the history of the key, and leaves older versions to v3', async () => {
    const [old, fresh] = [await verdictOf(rotated, 24, 32), await verdictOf(rotated, 33)];
    expect([errors(old), errors(fresh)]).toEqual([[], []]);
    expect([hashes(old), hashes(fresh)]).toEqual([[first.sha256], [second.sha256]]);
    expect(fresh.schemes.map(({ scheme }) => scheme)).toEqual(['v3.1', 'v3']);
    expect(fresh.lineage?.map(({ certificate }) => certificate.sha256)).toEqual([
      first.sha256,
      second.sha256,
    ]);
    expect(namesOfCapabilities(fresh.lineage?.[0]?.flags ?? 0)).toContain('authenticates accounts');
  });

  it('is refused where v3 names another level for it', async () => {
    expect(errors(await verdictOf({ ...rotated, saysRotation: 34 }, 24))).toContain(
      'v31-rotation-min-sdk-mismatch',
    );
  });

  it('is refused without a v3 signature, and when its history was forged', async () => {
    const { v3: _, ...alone } = rotated;
    expect(errors(await verdictOf(alone, 33))).toContain('v31-block-found-without-v3-block');
    expect(errors(await verdictOf({ ...rotated, forgeLineage: true }, 33))).toContain(
      'v3-sig-por-did-not-verify',
    );
  });

  it('that was cut off is missed by the v3 signer that names it', async () => {
    const bytes = signApk(entries, rotated);
    bytes.writeUInt32LE(0x42726577, bytes.indexOf(Buffer.from('61ad931b', 'hex')));
    const zip = (await readZip(sourceOf(bytes)))!;
    const apk = openApk(zip, await readSigningBlock(zip), { minSdk: 24, targetSdk: 29, targetSandbox: 1 });
    expect(errors(await verifyApk(apk, { minSdk: 24, maxSdk: NEWEST }))).toContain('v31-block-missing');
  });
});

describe('kinds of keys', () => {
  const [ec, dsa] = [buildSigner('Curve', 'ec'), buildSigner('Old', 'dsa')];

  it.each<[string, SignOptions]>([
    ['RSA-PSS', { v2: first, v3: first, algorithm: 0x0101 }],
    ['EC', { v1: ec, v1Says: '2, 3', v2: ec, v3: ec, algorithm: 0x0201 }],
    ['DSA', { v1: dsa, v1Says: '2, 3', v2: dsa, v3: dsa, algorithm: 0x0301 }],
  ])('%s is verified under every scheme', async (_, options) => {
    const [all, newest] = [await verdictOf(options, options.v1 ? 23 : 24), await verdictOf(options, 28)];
    expect([errors(all), errors(newest)]).toEqual([[], []]);
    expect([all.verified, newest.verified]).toEqual([true, true]);
    expect(all.schemes.length).toBe(options.v1 ? 3 : 2);
  });

  it.each<[string, SignOptions]>([
    [
      'an RSA-PSS signature is of another key',
      { v2: { ...first, privateKey: second.privateKey }, algorithm: 0x0101 },
    ],
    [
      'an EC signature is of another key',
      { v2: { ...ec, privateKey: buildSigner('X', 'ec').privateKey }, algorithm: 0x0201 },
    ],
    [
      'a DSA signature is of another key',
      { v2: { ...dsa, privateKey: buildSigner('X', 'dsa').privateKey }, algorithm: 0x0301 },
    ],
  ])('is refused when %s', async (_, options) => {
    expect(errors(await verdictOf(options, 24))).toEqual(['v2-sig-did-not-verify']);
  });

  it('is refused when the algorithm is of another kind of key', async () => {
    expect(errors(await verdictOf({ v2: first, algorithm: 0x0201 }, 24))).toEqual([
      'v2-sig-malformed-public-key',
    ]);
  });
});

describe('a source stamp', () => {
  const shop = buildSigner('Shop');
  const stampOf = async (stamp: Partial<StampOptions>, more: SignOptions = { v2: first, v3: first }) =>
    verifyStamp(await open({ ...more, stamp: { signer: shop, ...stamp } }), { minSdk: 24, maxSdk: NEWEST });

  it('names the shop and the time, where it is over this package', async () => {
    const stamp = await stampOf({});
    expect(stamp && errors(stamp)).toEqual([]);
    expect(stamp).toMatchObject({
      version: 2,
      verified: true,
      timestamp: 1_700_000_000,
      certificate: { sha256: shop.sha256 },
    });
  });

  it.each<[string, Partial<StampOptions>, string]>([
    ['over another package', { forged: true }, 'source-stamp-did-not-verify'],
    [
      'of another certificate than the package names',
      { hashOf: first },
      'source-stamp-certificate-mismatch-between-signature-block-and-apk',
    ],
    ['from before 1970', { time: -5 }, 'source-stamp-invalid-timestamp'],
  ])('%s is refused', async (_, options, code) => {
    const stamp = await stampOf(options);
    expect(stamp && errors(stamp)).toEqual([code]);
    expect(stamp?.verified).toBe(false);
  });

  it('whose block was cut off is missed, and a package without any has none', async () => {
    const bytes = signApk(entries, { v2: first, v3: first, stamp: { signer: shop } });
    bytes.writeUInt32LE(0x42726577, bytes.indexOf(Buffer.from('0d80ff6d', 'hex')));
    const zip = (await readZip(sourceOf(bytes)))!;
    const apk = openApk(zip, await readSigningBlock(zip), { minSdk: 24, targetSdk: 29, targetSandbox: 1 });
    const cut = await verifyStamp(apk, { minSdk: 24, maxSdk: NEWEST });
    expect(cut && errors(cut)).toEqual(['source-stamp-sig-missing']);
    expect(await verifyStamp(await open({ v2: first }), { minSdk: 24, maxSdk: NEWEST })).toBeUndefined();
  });
});
