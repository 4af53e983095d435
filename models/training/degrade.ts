import type { Raster } from '../../src/media/index.ts';
import { sharp } from '../../src/media/locked-sharp.ts';
import { pipeThroughH264 } from './h264.ts';
import type { Random } from './random.ts';

const raw = ({ width, height }: Raster) => ({ raw: { width, height, channels: 3 as const } });

async function decoded(image: ReturnType<typeof sharp>): Promise<Raster> {
  const { data, info } = await image
    .removeAlpha()
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data };
}

/** As a messenger or editor saves it. */
async function resaved(picture: Raster, random: Random): Promise<Raster> {
  const image = sharp(picture.data, raw(picture));
  const quality = Math.round(random.between(35, 96));
  const chromaSubsampling = random.chance(0.7) ? '4:2:0' : '4:4:4';
  const packed = random.chance(0.85)
    ? await image.jpeg({ quality, chromaSubsampling, optimiseCoding: false }).toBuffer()
    : await image.webp({ quality, effort: 0 }).toBuffer();
  return decoded(sharp(packed));
}

/** Smaller and back again: what a picture loses when it is sent small or a far face is enlarged. */
async function shrunk(picture: Raster, random: Random): Promise<Raster> {
  const side = Math.round(picture.width * random.between(0.35, 0.9));
  const kernels = ['cubic', 'lanczos3', 'linear', 'nearest'] as const;
  const small = await decoded(
    sharp(picture.data, raw(picture)).resize(side, side, { kernel: random.of(kernels) }),
  );
  const { width, height } = picture;
  return decoded(
    sharp(small.data, raw(small)).resize(width, height, {
      fit: 'fill',
      kernel: random.of(kernels.slice(0, 3)),
    }),
  );
}

function noisy(picture: Raster, random: Random): Raster {
  const strength = random.between(1, 8);
  return {
    ...picture,
    data: picture.data.map((v) => Math.max(0, Math.min(255, Math.round(v + strength * random.normal())))),
  };
}

/** Light, contrast and tint of another camera or screen. */
function relit(picture: Raster, random: Random): Raster {
  const [gain, gamma] = [random.between(0.75, 1.25), random.between(0.8, 1.25)];
  const tint = [random.between(0.93, 1.07), random.between(0.93, 1.07), random.between(0.93, 1.07)];
  const tables = tint.map((t) =>
    Uint8Array.from({ length: 256 }, (_, v) => Math.min(255, 255 * (v / 255) ** gamma * gain * t)),
  );
  return { ...picture, data: picture.data.map((v, i) => tables[i % 3]?.[v] ?? v) };
}

/**
 * A face crop after what happens between a camera and an exhibit, each step by chance: light, scaling, blur, noise,
 * saving as JPEG or WebP once or twice, H.264. The same seed gives the same picture.
 */
export async function degrade(crop: Raster, random: Random): Promise<Raster> {
  let picture = crop;
  if (random.chance(0.4)) picture = relit(picture, random);
  if (random.chance(0.3)) picture = await shrunk(picture, random);
  if (random.chance(0.12))
    picture = await decoded(sharp(picture.data, raw(picture)).blur(random.between(0.4, 1.5)));
  if (random.chance(0.15)) picture = noisy(picture, random);
  if (random.chance(0.08)) return pipeThroughH264(picture, Math.round(random.between(20, 38)));
  if (random.chance(0.75)) picture = await resaved(picture, random);
  return random.chance(0.2) ? resaved(picture, random) : picture;
}
