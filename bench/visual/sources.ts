import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** How the faces of a source are found. */
export type Cutting =
  /** The detector's largest face. */
  | 'detect'
  /** The file is a tight crop of a face already: it is not searched again. */
  | 'whole'
  /** Twenty frames of a video, evenly in time, each searched. */
  | 'video';

export interface Source {
  readonly name: string;
  readonly cutting: Cutting;
}

/** The folders of `eval/visual`, as `<source>/<real|fake>/…`; `mesonet_samples` has four pictures and no figure. */
export const sources: readonly Source[] = [
  { name: 'dfdc_val', cutting: 'whole' },
  { name: 'ffpp_c23', cutting: 'video' },
  { name: 'stylegan2_dina', cutting: 'detect' },
  { name: 'ai_people_labo', cutting: 'detect' },
];

export interface Item {
  readonly path: string;
  readonly generated: boolean;
}

/** At most `most` of each kind, evenly over the sorted names. */
export function listItems(folder: string, { name }: Source, most: number): Item[] {
  return [false, true].flatMap((generated) => {
    const place = join(folder, name, generated ? 'fake' : 'real');
    if (!existsSync(place)) return [];
    const files = readdirSync(place).sort();
    const step = Math.max(1, files.length / most);
    const count = Math.min(most, files.length);
    return Array.from({ length: count }, (_, i) => ({
      path: join(place, files[Math.floor(i * step)] ?? ''),
      generated,
    }));
  });
}
