import type { Raster } from '../../src/media/index.ts';

/** A drawing with the grain of a camera, so that it passes for a photograph. Same picture in, same picture out. */
export function grainy(picture: Raster, strength = 14): Raster {
  let state = 1;
  const next = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32 - 0.5;
  };
  const data = picture.data.slice();
  for (let i = 0; i < data.length; i += 3) {
    const grain = strength * (next() + next() + next());
    for (let c = 0; c < 3; c++)
      data[i + c] = Math.max(0, Math.min(255, Math.round((data[i + c] ?? 0) + grain)));
  }
  return { ...picture, data };
}
