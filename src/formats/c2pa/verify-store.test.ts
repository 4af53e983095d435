import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  type BuiltAuthority,
  buildCertificate,
  buildManifest,
  buildStore,
  type Cbor,
  type ClaimSigner,
  intoJpeg,
  intoPng,
  jumbfBox,
  jumbfSegments,
  type ManifestParts,
  superbox,
} from '../../../tests/support/build-c2pa.ts';
import { buildPng, jpegSegment } from '../../../tests/support/hostile-media.ts';
import { readCertificate } from '../certificate.ts';
import { readJpeg } from '../jpeg/read-jpeg.ts';
import { readPng } from '../png/read-png.ts';
import { sourceOf } from '../source.ts';
import { storeInJpeg, storeInPng } from './find-store.ts';
import { type C2paStore, verifyC2pa } from './verify-store.ts';

const root = buildCertificate('Test Root', { ca: true });
const leaf = buildCertificate('Test Camera', { ca: false, issuer: root });
const signer: ClaimSigner = { chain: [leaf.certificate], key: leaf.key };
const jpeg = Buffer.concat([
  Buffer.from([0xff, 0xd8]),
  jpegSegment(0xe0, Buffer.from('JFIF\0\x01\x02\0\0\x01\0\x01\0\0', 'latin1')),
  jpegSegment(0xfe, Buffer.from('a picture')),
  Buffer.from([0xff, 0xd9]),
]);
/** Of the two bytes that stand before the store. */
const hashOfHead = createHash('sha256').update(jpeg.subarray(0, 2)).digest();
const actions = {
  label: 'c2pa.actions.v2',
  value: {
    actions: [
      {
        action: 'c2pa.created',
        digitalSourceType: 'http://x/trainedAlgorithmicMedia',
        softwareAgent: { name: 'Dreamer', version: '3' },
      },
    ],
  },
};

type Change = Partial<ManifestParts>;

function signed(change: Change = {}): (hash: Buffer, exclusions: Cbor) => Buffer {
  return (hash, exclusions) =>
    buildStore(
      buildManifest({
        signer,
        assertions: [
          actions,
          { label: 'c2pa.hash.data', value: { exclusions, alg: 'sha256', hash, pad: Buffer.alloc(8) } },
        ],
        ...change,
      }),
    );
}

const anchorsOf = (...authorities: readonly BuiltAuthority[]) => ({
  claims: authorities.flatMap(({ certificate }) => readCertificate(certificate) ?? []),
  times: [],
});

async function verify(bytes: Buffer, anchors = anchorsOf(root)): Promise<C2paStore | undefined> {
  const file = readJpeg(bytes);
  const png = readPng(bytes);
  const store = file ? storeInJpeg(file) : png && storeInPng(png);
  return store && verifyC2pa(store.bytes, { source: sourceOf(bytes), store: store.ranges }, anchors);
}

describe('credentials that hold', () => {
  it('name their signer, the authority that vouches and what was done', async () => {
    const store = await verify(intoJpeg(jpeg, signed()));
    expect(store?.active).toMatchObject({
      signature: { verdict: 'holds', algorithm: 'ES256' },
      signer: { subject: 'CN=Test Camera' },
      trust: { anchor: 'CN=Test Root' },
      generator: 'Assay test 1',
      broken: [],
      actions: [
        { action: 'c2pa.created', program: 'Dreamer 3', sourceType: 'http://x/trainedAlgorithmicMedia' },
      ],
    });
    expect(store?.binding).toMatchObject({ kind: 'data', verdict: 'holds', uncovered: 0 });
  });

  it('are found in many segments in any order, and in a PNG', async () => {
    const bytes = intoJpeg(jpeg, signed(), 100);
    expect((await verify(bytes))?.binding.verdict).toBe('holds');
    const png = intoPng(buildPng(8, 8, 8), signed());
    expect((await verify(png))?.binding.verdict).toBe('holds');
    expect((await verify(png))?.active?.signature.verdict).toBe('holds');
  });

  it('are not vouched for without a list, by a foreign authority, or through a certificate that may not sign others', async () => {
    const bytes = intoJpeg(jpeg, signed());
    const other = buildCertificate('Test Root', { ca: true });
    expect((await verify(bytes, anchorsOf()))?.active?.trust.anchor).toBeUndefined();
    expect((await verify(bytes, anchorsOf(other)))?.active?.trust.anchor).toBeUndefined();
    const impostor = buildCertificate('Somebody', { ca: false, issuer: leaf });
    const chained = intoJpeg(
      jpeg,
      signed({ signer: { chain: [impostor.certificate, leaf.certificate], key: impostor.key } }),
    );
    const store = await verify(chained);
    expect(store?.active?.signature.verdict).toBe('holds');
    expect(store?.active?.trust.anchor).toBeUndefined();
    const web = buildCertificate('A web site', { ca: false, issuer: root, usage: '2b06010505070301' });
    const misused = await verify(
      intoJpeg(jpeg, signed({ signer: { chain: [web.certificate], key: web.key } })),
    );
    expect(misused?.active?.trust).toMatchObject({
      anchor: undefined,
      reason: 'its certificate is not meant for this use',
    });
  });
});

describe('credentials that do not hold', () => {
  it('are told apart: the file, the claim, an assertion', async () => {
    const good = intoJpeg(jpeg, signed());
    const file = Buffer.from(good);
    file[file.indexOf('a picture')] = 0x41;
    expect(await verify(file)).toMatchObject({
      binding: { verdict: 'fails' },
      active: { signature: { verdict: 'holds' } },
    });
    const claim = Buffer.from(good);
    claim[claim.indexOf('Assay test')] = 0x61;
    expect((await verify(claim))?.active?.signature.verdict).toBe('fails');
    const assertion = Buffer.from(good);
    assertion[assertion.indexOf('Dreamer')] = 0x64;
    expect((await verify(assertion))?.active).toMatchObject({
      signature: { verdict: 'holds' },
      broken: [{ label: 'c2pa.actions.v2', why: 'changed' }],
      actions: [],
    });
  });

  it('bytes appended after signing break the binding', async () => {
    const store = await verify(Buffer.concat([intoJpeg(jpeg, signed()), Buffer.from('more')]));
    expect(store?.binding.verdict).toBe('fails');
  });

  it('taken from another picture do not fit', async () => {
    const other = Buffer.concat([
      jpeg.subarray(0, 2),
      jpegSegment(0xfe, Buffer.from('another')),
      jpeg.subarray(2),
    ]);
    const taken = readJpeg(intoJpeg(jpeg, signed()));
    const segments = (taken?.segments ?? [])
      .filter(({ name }) => name === 'APP11')
      .map(({ data }) => jpegSegment(0xeb, data));
    const forged = Buffer.concat([other.subarray(0, 2), ...segments, other.subarray(2)]);
    expect((await verify(forged))?.binding.verdict).toBe('fails');
  });

  it('with a payload of their own, two claims or two hashes of the file are refused', async () => {
    const attached = await verify(intoJpeg(jpeg, signed({ attached: Buffer.from('other text') })));
    expect(attached?.active?.signature).toMatchObject({ verdict: 'fails' });
    expect((await verify(intoJpeg(jpeg, signed({ doubled: true }))))?.active?.signature.verdict).toBe(
      'fails',
    );
    const twice = intoJpeg(jpeg, (hash, exclusions) => {
      const value = { exclusions, alg: 'sha256', hash };
      const assertions = [
        { label: 'c2pa.hash.data', value },
        { label: 'c2pa.hash.data__1', value },
      ];
      return buildStore(buildManifest({ signer, assertions }));
    });
    expect((await verify(twice))?.binding).toMatchObject({ verdict: 'fails' });
  });

  it('that leave the picture out of their hash say how much', async () => {
    const wide = intoJpeg(jpeg, (_, exclusions) => {
      const [first] = exclusions as readonly { start: number; length: number }[];
      const all = [{ start: first?.start ?? 0, length: (first?.length ?? 0) + jpeg.length }];
      const assertions = [
        { label: 'c2pa.hash.data', value: { exclusions: all, alg: 'sha256', hash: hashOfHead } },
      ];
      return buildStore(buildManifest({ signer, assertions }));
    });
    const store = await verify(wide);
    expect(store?.binding).toMatchObject({ verdict: 'holds', uncovered: jpeg.length - 2 });
  });

  it('whose hash is missing or of an unknown kind are not decided', async () => {
    const none = await verify(
      intoJpeg(jpeg, () => buildStore(buildManifest({ signer, assertions: [actions] }))),
    );
    expect(none?.binding).toMatchObject({ kind: 'none', verdict: 'not-checked' });
    const unknown = await verify(
      intoJpeg(jpeg, () =>
        buildStore(
          buildManifest({ signer, assertions: [{ label: 'c2pa.hash.collection.data', value: {} }] }),
        ),
      ),
    );
    expect(unknown?.binding).toMatchObject({ kind: 'other', verdict: 'not-checked' });
  });
});

describe('hostile stores', () => {
  it('that refer to each other in a circle or a thousand times are read once', async () => {
    const parent = (of: string) => ({
      label: 'c2pa.ingredient.v3',
      value: {
        relationship: 'parentOf',
        activeManifest: { url: `self#jumbf=/c2pa/${of}`, hash: Buffer.alloc(32) },
      },
    });
    const circle = buildStore(
      buildManifest({ label: 'a', signer, assertions: [parent('b')] }),
      buildManifest({ label: 'b', signer, assertions: [parent('a')] }),
    );
    const store = await verify(Buffer.concat([jpeg.subarray(0, 2), jumbfSegments(circle), jpeg.subarray(2)]));
    expect(store?.active?.broken).toEqual([{ label: 'manifest of an ingredient', why: 'changed' }]);
    const many = Array.from({ length: 5000 }, () => ({
      url: 'self#jumbf=c2pa.assertions/large',
      hash: Buffer.alloc(32),
    }));
    const large = { label: 'large', value: Buffer.alloc(1_000_000) };
    const repeated = buildManifest({ signer, assertions: [large], claim: { created_assertions: many } });
    const since = process.cpuUsage();
    expect(
      await verifyC2pa(buildStore(repeated), { source: sourceOf(jpeg), store: [] }, anchorsOf()),
    ).toBeDefined();
    expect(process.cpuUsage(since).user).toBeLessThan(3_000_000);
  });

  it('cut anywhere or nested without end throw nothing', async () => {
    const store = readJpeg(intoJpeg(jpeg, signed()));
    const bytes = (store && storeInJpeg(store)?.bytes) ?? Buffer.alloc(0);
    expect(bytes.length).toBeGreaterThan(500);
    for (let end = 0; end < bytes.length; end += 37)
      await expect(
        verifyC2pa(bytes.subarray(0, end), { source: sourceOf(jpeg), store: [] }, anchorsOf()),
      ).resolves.not.toThrow();
    let nested = jumbfBox('cbor', Buffer.from([0x80]));
    for (let depth = 0; depth < 500; depth++) nested = superbox('c2ma', 'deep', nested);
    await expect(
      verifyC2pa(buildStore(nested), { source: sourceOf(jpeg), store: [] }, anchorsOf()),
    ).resolves.toBeDefined();
    const list = Buffer.alloc(100_000, 0x81);
    const deep = superbox('c2ma', 'x', superbox('c2cl', 'c', jumbfBox('cbor', list)));
    const found = await verifyC2pa(buildStore(deep), { source: sourceOf(jpeg), store: [] }, anchorsOf());
    expect(found?.active?.signature.verdict).toBe('not-checked');
  });
});
