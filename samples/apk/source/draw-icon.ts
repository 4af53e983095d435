import { join } from 'node:path';
import sharp from 'sharp';

/** Draws the sample's icon into the resource folder given: a rising line, in two densities. */
const [folder = '.'] = process.argv.slice(2);
const picture = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48"><rect width="48" height="48" rx="8" fill="#14532d"/>
<path d="M8 36 L18 26 L26 31 L40 12" fill="none" stroke="#fde047" stroke-width="4"/></svg>`;

for (const [density, side] of [
  ['mdpi', 48],
  ['xhdpi', 96],
] as const)
  await sharp(Buffer.from(picture))
    .resize(side, side)
    .png()
    .toFile(join(folder, `mipmap-${density}`, 'icon.png'));
