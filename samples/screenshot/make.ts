import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import sharp from 'sharp';

/** Renders chat.html with Debian's chromium to input.png: `npx tsx samples/screenshot/make.ts`. */
const folder = import.meta.dirname;
const rendered = join(folder, 'rendered.png');
execFileSync('/usr/bin/chromium', [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--hide-scrollbars', '--window-size=720,1180'],
  ...[`--screenshot=${rendered}`, join(folder, 'chat.html')],
]);
await sharp(rendered).png({ compressionLevel: 9 }).toFile(join(folder, 'input.png'));
