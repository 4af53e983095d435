import { describe, expect, it } from 'vitest';
import { buildSigner } from '../../../tests/support/build-certificate.ts';
import type { BuiltEntry } from '../../../tests/support/build-zip.ts';
import { type SignOptions, signApk } from '../../../tests/support/sign-apk.ts';
import { sourceOf } from '../source.ts';
import { readZip } from '../zip/zip.ts';
import { readSigningBlock } from './signing-block.ts';
import { type ApkVerdict, openApk, verifyApk } from './verify-apk.ts';

const [first, second] = [buildSigner('First'), buildSigner('Second')];
const entries: BuiltEntry[] = [
  { name: 'AndroidManifest.xml', content: Buffer.from('manifest of a test'), deflate: true },
  { name: 'classes.dex', content: Buffer.alloc(9000, 'code') },
];
const NEWEST = 0x7fffffff;

async function verdictOf(bytes: Buffer, minSdk = 24, maxSdk = NEWEST, targetSdk = 29): Promise<ApkVerdict> {
  const zip = (await readZip(sourceOf(bytes)))!;
  const apk = openApk(zip, await readSigningBlock(zip), { minSdk, targetSdk, targetSandbox: 1 });
  return verifyApk(apk, { minSdk, maxSdk });
}
const errors = ({ issues }: ApkVerdict): string[] =>
  issues.filter(({ level }) => level === 'error').map(({ code }) => code);
const signed = (options: SignOptions): Buffer => signApk(entries, options);
function changed(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  const at = copy.indexOf('codecode') + 5000;
  copy[at] = copy[at]! ^ 1;
  return copy;
}

describe('an honest package', () => {
  it.each<[string, SignOptions, number]>([
    ['v1', { v1: first }, 18],
    ['v2', { v2: first }, 24],
    ['v2 over a tree of pages', { v2: first, algorithm: 0x0421 }, 28],
    ['v3', { v3: first }, 28],
    ['v1, v2 and v3', { v1: first, v1Says: '2, 3', v2: first, v3: first }, 18],
  ])('signed with %s is verified, and its certificate counts', async (_, options, minSdk) => {
    const verdict = await verdictOf(signed(options), minSdk);
    expect(errors(verdict)).toEqual([]);
    expect(verdict).toMatchObject({ verified: true });
    expect(verdict.certificates.map(({ sha256 }) => sha256)).toEqual([first.sha256]);
  });

  it('that was handed over to another key goes by the new one where Android knows v3, else by the old one', async () => {
    const bytes = signed({ v1: first, v2: first, v3: second, lineage: [first, second] });
    const [old, fresh] = [await verdictOf(bytes, 24, 27), await verdictOf(bytes, 28)];
    expect([old.verified, fresh.verified]).toEqual([true, true]);
    expect(old.certificates[0]?.sha256).toBe(first.sha256);
    expect(fresh.certificates[0]?.sha256).toBe(second.sha256);
    expect(fresh.lineage?.map(({ certificate }) => certificate.sha256)).toEqual([
      first.sha256,
      second.sha256,
    ]);
  });
});

describe('a package changed after signing', () => {
  it.each<[string, SignOptions, string]>([
    ['v1', { v1: first }, 'jar-sig-zip-entry-digest-did-not-verify'],
    ['v2', { v2: first }, 'v2-sig-apk-digest-did-not-verify'],
    ['v2 over pages', { v2: first, algorithm: 0x0421 }, 'v2-sig-apk-digest-did-not-verify'],
    ['v3', { v3: first }, 'v3-sig-apk-digest-did-not-verify'],
  ])('is refused by %s', async (_, options, code) => {
    expect(errors(await verdictOf(changed(signed(options)), 28))).toContain(code);
  });

  it('by adding an entry is refused by v1', async () => {
    const names = (bytes: Buffer): BuiltEntry[] => [
      { name: 'AndroidManifest.xml', content: Buffer.from('manifest of a test'), deflate: true },
      { name: 'extra', content: bytes },
    ];
    const bytes = signApk(names(Buffer.from('x')), { v1: first });
    const renamed = Buffer.from(bytes.toString('latin1').replaceAll('extra', 'other'), 'latin1');
    const codes = errors(await verdictOf(renamed, 24, 27));
    expect(codes.length).toBeGreaterThan(0);
  });
});

describe('tricks with signatures', () => {
  it('sees that a newer signature was cut off', async () => {
    const verdict = await verdictOf(signed({ v1: first, v1Says: '2' }), 18);
    expect(errors(verdict)).toEqual(['jar-sig-missing-apk-sig-referenced']);
  });

  it('refuses a history whose links are not signed by the certificate before', async () => {
    const bytes = signed({ v3: second, lineage: [first, second], forgeLineage: true });
    expect(errors(await verdictOf(bytes, 28))).toContain('v3-sig-por-did-not-verify');
  });

  it('refuses a v3 signer that the older signatures do not lead to', async () => {
    const bytes = signed({ v1: first, v2: first, v3: second });
    expect(errors(await verdictOf(bytes, 24))).toContain('v3-sig-past-signers-mismatch');
  });

  it('refuses SHA-256 in v1 where a version before Android 4.3 is asked', async () => {
    expect(errors(await verdictOf(signed({ v1: first }), 10, 17))).toContain('jar-sig-unsupported-sig-alg');
  });

  it('wants more than v1 of an app made for Android 11', async () => {
    const verdict = await verdictOf(signed({ v1: first }), 24, NEWEST, 30);
    expect(errors(verdict)).toEqual(['min-sig-scheme-for-target-sdk-not-met']);
  });

  it('gives up where bytes stand behind the archive, as Android does', async () => {
    const verdict = await verdictOf(Buffer.concat([signed({ v2: first }), Buffer.alloc(100)]));
    expect(errors(verdict)).toEqual(['apk-format']);
  });
});
