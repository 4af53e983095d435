import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import sharp from 'sharp';

export interface Planted {
  readonly type: string;
  readonly norm: string;
}

export interface Case {
  readonly id: string;
  readonly file: string;
  readonly lang: string;
  readonly template: string;
  readonly lines: readonly {
    readonly text: string;
    readonly box: readonly [number, number, number, number];
  }[];
  readonly indicators: readonly Planted[];
}

export const folder = join(
  resolve(process.env['ASSAY_EVAL'] ?? join(import.meta.dirname, '../../../shared/eval')),
  'screenshots',
);

export function readTruth(sub = ''): Case[] {
  const path = join(folder, sub, 'truth.json');
  if (!existsSync(path)) throw new Error(`No evaluation set in ${folder}: set ASSAY_EVAL.`);
  return JSON.parse(readFileSync(path, 'utf8')) as Case[];
}

export const variants = ['orig', 'q60', 'half', 'photo'] as const;
export type Variant = (typeof variants)[number] | 'real';

/** The bytes of a picture in one variant; q60 and half are made here, as the set's README says. */
export async function pictureOf({ id, file }: Case, variant: Variant): Promise<Buffer> {
  if (variant === 'photo') return readFileSync(join(folder, 'photo', `${id}.jpg`));
  if (variant === 'real') return readFileSync(join(folder, 'real', file));
  const bytes = readFileSync(join(folder, 'orig', file));
  if (variant === 'orig') return bytes;
  const { width } = await sharp(bytes).metadata();
  if (variant === 'half')
    return sharp(bytes)
      .resize(Math.round(width / 2))
      .png()
      .toBuffer();
  return sharp(bytes)
    .resize(Math.round(width * 0.85))
    .jpeg({ quality: 60 })
    .toBuffer();
}
