import { readFile, writeFile } from 'node:fs/promises';
import { buildAxml } from '../../tests/support/build-axml.ts';
import { buildJarSignature } from '../../tests/support/build-signature.ts';
import { buildZip } from '../../tests/support/build-zip.ts';

/**
 * Packs the sample `apk` with a part that was signed by somebody else, and a list that leaves permissions out.
 * Usage, from the package root: npx tsx samples/xapk/build.ts
 */
const manifest = buildAxml({
  name: 'manifest',
  attributes: [
    { name: 'package', value: 'com.example.investdemo' },
    { name: 'versionCode', id: 0x0101021b, value: '7' },
    { name: 'split', value: 'config.de' },
  ],
  children: [{ name: 'application', attributes: [] }],
});
const part = buildZip([
  { name: 'AndroidManifest.xml', content: manifest, deflate: true },
  { name: 'META-INF/CERT.RSA', content: buildJarSignature('Somebody Else') },
]);
const list = {
  xapk_version: 2,
  package_name: 'com.example.investdemo',
  name: 'Example Invest Demo',
  version_code: '7',
  version_name: '1.0.7',
  permissions: ['android.permission.INTERNET'],
  split_apks: [
    { file: 'com.example.investdemo.apk', id: 'base' },
    { file: 'config.de.apk', id: 'config.de' },
  ],
};
await writeFile(
  'samples/xapk/input.xapk',
  buildZip([
    { name: 'manifest.json', content: Buffer.from(JSON.stringify(list)) },
    { name: 'com.example.investdemo.apk', content: await readFile('samples/apk/input.apk') },
    { name: 'config.de.apk', content: part },
  ]),
);
