import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';

/** Renders scene.html with Debian's chromium and writes input.jpg with invented camera data: `npx tsx samples/photo/make.ts`. */
const folder = import.meta.dirname;
const png = join(folder, 'scene.png');
execFileSync('/usr/bin/chromium', [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--hide-scrollbars', '--window-size=1200,900'],
  ...[`--screenshot=${png}`, join(folder, 'scene.html')],
]);
const exif = {
  IFD0: { Make: 'Example Optics', Model: 'Invented One', Software: 'assay sample' },
  IFD2: { DateTimeOriginal: '2026:10:12 09:41:00', OffsetTimeOriginal: '+02:00' },
  IFD3: {
    GPSLatitudeRef: 'N',
    GPSLatitude: '0/1 0/1 0/1',
    GPSLongitudeRef: 'E',
    GPSLongitude: '0/1 0/1 0/1',
  },
};
const jpeg = await sharp(await readFile(png))
  .withExif(exif)
  .jpeg({ quality: 88 })
  .toBuffer();
await writeFile(join(folder, 'input.jpg'), jpeg);
