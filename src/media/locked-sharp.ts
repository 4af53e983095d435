import sharp from 'sharp';

/**
 * libvips reads dozens of formats; hostile files get five of its readers. SVG, TIFF, PDF, Magick, libvips' own and all
 * others are off for the whole process (attacks: CVE-2023-40032, CVE-2016-3714).
 */
const readers = ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Heif'];

sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: readers.flatMap((r) => [`VipsForeignLoad${r}File`, `VipsForeignLoad${r}Buffer`]),
});
// No cache between files, and one thread: results and memory do not depend on the machine's cores.
sharp.cache(false);
sharp.concurrency(1);

/** Sharp with the readers above only. Import it from here, never from the package. */
export { sharp };
