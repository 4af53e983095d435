import { readFile, writeFile } from 'node:fs/promises';
import { readSigningBlock, readZip, sourceOf } from '../../src/formats/index.ts';
import { buildSigner } from '../../tests/support/build-certificate.ts';
import { buildIdsig } from '../../tests/support/build-idsig.ts';

/**
 * Writes a v4 signature file over the sample `apk`, signed by a key made for the moment.
 * Usage, from the package root: npx tsx samples/idsig/build.ts
 */
const apk = await readFile('samples/apk/input.apk');
const block = await readSigningBlock((await readZip(sourceOf(apk)))!);
const v3 = block!.signers.find(({ scheme }) => scheme === 'v3')!;
await writeFile(
  'samples/idsig/input.idsig',
  buildIdsig(apk, { signer: buildSigner('Example v4 signer'), apkDigest: v3.digests[0]!.digest }),
);
