import type { Sink } from '../../src/contract/index.ts';
import { cropHash, layoutHash, perceptualHash } from '../../src/fingerprints/index.ts';
import { crop, type Raster, resizeRaster, toGrey } from '../../src/media/index.ts';
import type { Block } from '../../src/ocr/index.ts';
import type { Region } from './find-regions.ts';

const SIDE = 32;

/**
 * Fingerprints by which pictures of one kit are found again: of the layout, of patches around each line (they survive
 * cropping), and of charts and logos by themselves. The analyzer `media` gives those of the whole.
 */
export async function tellFingerprints(
  sink: Sink,
  raster: Raster,
  blocks: readonly Block[],
  regions: readonly Region[],
): Promise<void> {
  const layout = layoutHash(
    blocks.map(({ box }) => box),
    raster.width,
  );
  if (layout !== undefined)
    sink.fingerprint({ kind: 'layout-minhash-1', value: layout, of: 'the layout of the text' });
  const anchors = blocks.map(({ box, lines }) => {
    const height = lines[0]?.box.height ?? box.height;
    return {
      x: box.x - height,
      y: box.y - height,
      width: box.width + 2 * height,
      height: box.height + 2 * height,
    };
  });
  const grey = { width: raster.width, height: raster.height, data: toGrey(raster) };
  const patches = cropHash(grey, anchors);
  if (patches !== undefined)
    sink.fingerprint({ kind: 'crop-dhash-64', value: patches, of: 'patches around the text' });
  for (const { box, kind } of regions) {
    const small = await resizeRaster(crop(raster, box), SIDE, SIDE);
    sink.fingerprint({
      kind: 'phash-64',
      value: perceptualHash(toGrey(small)),
      of: `a part of the picture: ${kind}`,
    });
  }
}
