import { readFile, writeFile } from 'node:fs/promises';
import { buildZip } from '../../tests/support/build-zip.ts';

/**
 * Packs samples made elsewhere in this folder into one ZIP, as a victim would send them.
 * Usage, from the package root: npx tsx samples/bundle-zip/build.ts
 */
const chat = `Case notes (made up)
The adviser wrote: install the app from https://get.invest-demo.example/app.apk and use code A1B2.
`;
await writeFile(
  'samples/bundle-zip/input.zip',
  buildZip([
    { name: 'from the phone/app.apk', content: await readFile('samples/apk/input.apk') },
    { name: 'from the phone/chat.png', content: await readFile('samples/screenshot/input.png') },
    { name: 'notes.txt', content: Buffer.from(chat), deflate: true },
  ]),
);
