import { describe, expect, it } from 'vitest';
import { buildCms, buildSigner } from '../../../tests/support/build-cms.ts';
import { readCms } from './read-cms.ts';

const content = Buffer.from('<plist/> to sign');
const signer = buildSigner({ '550403': 'Example Signer' });

describe('a signed message', () => {
  it('is verified, in one piece or in many', () => {
    for (const chunks of [false, true]) {
      const cms = readCms(buildCms(content, signer, { chunks }));
      expect(cms?.content?.toString()).toBe(content.toString());
      expect(cms?.signers).toMatchObject([
        {
          verdict: 'verified',
          signingTime: '2024-01-02T03:04:05.000Z',
          certificate: { subject: 'CN=Example Signer' },
        },
      ]);
    }
  });

  it('over content elsewhere is verified against that content only', () => {
    const bytes = buildCms(content, signer, { detached: true });
    expect(readCms(bytes, content)?.signers[0]?.verdict).toBe('verified');
    expect(readCms(bytes, Buffer.from('other'))?.signers[0]).toMatchObject({
      verdict: 'broken',
      reason: 'the content was changed after signing',
    });
    expect(readCms(bytes)?.signers[0]?.verdict).toBe('not-checked');
  });

  it('is broken when its content or its attributes are changed', () => {
    const bytes = buildCms(content, signer);
    const changed = Buffer.from(bytes);
    changed[changed.indexOf('to sign')] = 0x54;
    expect(readCms(changed)?.signers[0]?.verdict).toBe('broken');
    const later = Buffer.from(bytes);
    later[later.indexOf('240102030405Z') + 1] = 0x35;
    expect(readCms(later)?.signers[0]).toMatchObject({
      verdict: 'broken',
      signingTime: '2025-01-02T03:04:05.000Z',
    });
  });

  it('is broken when its signature has another length than its key demands, and not checked when no signer can be read', () => {
    const bytes = buildCms(content, signer);
    const short = Buffer.from(bytes);
    const at = short.lastIndexOf(Buffer.from([0x04, 0x84, 0, 0, 1, 0]));
    short[at + 4] = 0;
    short[at + 5] = 0x10;
    expect(readCms(short)?.signers).toMatchObject([{ verdict: 'broken' }]);
    const lost = Buffer.from(bytes);
    const version = lost.indexOf(Buffer.from([2, 1, 1, 0x30]), lost.indexOf(signer.certificate) + 500);
    lost[version] = 0x1f;
    expect(readCms(lost)?.signers).toMatchObject([{ verdict: 'not-checked', certificate: undefined }]);
  });

  it('has a chain of certificates that really signed each other', () => {
    const authority = buildSigner({ '550403': 'Example Root' });
    const leaf = buildSigner({ '550403': 'Example Leaf' }, { issuer: authority, serial: 9 });
    const impostor = buildSigner({ '550403': 'Example Root' }, { issuer: signer });
    const chainOf = (certificates: Buffer[]) =>
      readCms(buildCms(content, leaf, { certificates }))?.signers[0]?.chain.map(({ subject }) => subject);
    expect(chainOf([authority.certificate])).toEqual(['CN=Example Leaf', 'CN=Example Root']);
    expect(chainOf([impostor.certificate])).toEqual(['CN=Example Leaf']);
  });

  it('cut anywhere throws nothing', () => {
    const bytes = buildCms(content, signer);
    for (let end = 0; end < bytes.length; end += 7)
      expect(() => readCms(bytes.subarray(0, end))).not.toThrow();
  });
});
