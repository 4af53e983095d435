export {
  type DecodedImage,
  decodeImage,
  type ImageHeader,
  MAX_IMAGE_PIXELS,
  readImageHeader,
} from './decode-image.ts';
export { type CodedPart, decodeCodedPart, recompressJpeg } from './decode-unrotated.ts';
export { demuxerFor } from './demuxers.ts';
export { drawBoxes, palette, scaleBox } from './draw-boxes.ts';
export { decodePng, encodePng, fitRaster, type Kernel, resizeRaster } from './encode-image.ts';
export { chooseScenes, evenTimes, extractFrame, findScenes, isLimit, type OpenMedia } from './frames.ts';
export { MAX_STREAMS, type MediaFacts, probeMedia, type StreamFacts } from './probe.ts';
export { type Box, blankRaster, type Colour, crop, invert, paste, type Raster, toGrey } from './raster.ts';
export { type ImageTags, readImageTags } from './read-tags.ts';
export { findEnd } from './sample-end.ts';
export {
  planBursts,
  planScenes,
  type SampleBudget,
  type SamplePlan,
  sensibleRate,
} from './sample-plan.ts';
export { SOUND_RATE, sampleSound } from './sample-sound.ts';
export { extractSound, MAX_SOUND_SECONDS } from './sound.ts';
export {
  type OpenStretch,
  openStretch,
  type StreamOptions,
  type Stretch,
  type VideoFrame,
} from './stream-frames.ts';
