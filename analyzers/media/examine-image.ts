import type { AnalysisContext, OpenArtefact, Sink } from '../../src/contract/index.ts';
import { differenceHash, perceptualHash } from '../../src/fingerprints/index.ts';
import type { DecodedImage, Raster } from '../../src/media/index.ts';
import {
  decodeImage,
  encodePng,
  fitRaster,
  readImageTags,
  resizeRaster,
  toGrey,
} from '../../src/media/index.ts';
import { describeTags } from './describe-tags.ts';

const DECODED_SIDE = 1024;
const THUMBNAIL_SIDE = 512;

async function fingerprint(sink: Sink, raster: Raster): Promise<void> {
  const grey = async (width: number, height: number) => toGrey(await resizeRaster(raster, width, height));
  sink.fingerprint({ kind: 'dhash-64', value: differenceHash(await grey(9, 8)), of: 'the whole picture' });
  sink.fingerprint({ kind: 'phash-64', value: perceptualHash(await grey(32, 32)), of: 'the whole picture' });
}

function stateImage(sink: Sink, { header, damaged }: DecodedImage): void {
  const { chromaSubsampling, density, ...facts } = header;
  sink.fact('image', {
    ...facts,
    ...(chromaSubsampling === undefined ? {} : { chromaSubsampling }),
    ...(density === undefined ? {} : { density }),
  });
  sink.examined('Picture: size, colours, encoding and fingerprints');
  if (header.pages > 1)
    sink.notExamined(
      `Frames 2 to ${header.pages}`,
      'not-run',
      'Of an animation or multi-page picture only the first frame is looked at.',
    );
  if (!damaged) return;
  sink.notExamined('The damaged part of the picture', 'not-examinable', 'Its data is broken or ends early.');
  sink.finding({
    id: 'media.damaged',
    title: 'The picture is damaged or cut off',
    detail:
      'Its data is broken or ends early; what could be decoded was. A transfer that stopped does this, and so does editing by hand.',
    severity: 'low',
  });
}

/** Metadata first: it is kept also when the pixels cannot be decoded. */
export async function examineImage(artefact: OpenArtefact, { sink }: AnalysisContext): Promise<void> {
  const type = artefact.mediaTypes.find((t) => t.startsWith('image/')) ?? '';
  describeTags(sink, await readImageTags(artefact.path, type.slice('image/'.length)));
  const image = await decodeImage(artefact.path, { maxSide: DECODED_SIDE });
  stateImage(sink, image);
  await fingerprint(sink, image.raster);
  await sink.evidence({
    id: 'thumbnail',
    mediaType: 'image/png',
    caption: 'The picture, made smaller.',
    from: await encodePng(await fitRaster(image.raster, THUMBNAIL_SIDE)),
  });
}
