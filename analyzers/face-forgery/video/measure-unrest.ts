import type { Raster } from '../../../src/media/index.ts';
import type { TrackedFace } from '../../../src/vision/index.ts';

const ACROSS = 64;
const DOWN = 36;

/** How much the picture outside of faces changes from one frame to the next: a shaking camera, a moving background. */
export function measureUnrest(): {
  take(raster: Raster, faces: readonly TrackedFace[]): void;
  mean(): number | undefined;
} {
  let before: Float32Array | undefined;
  let [sum, count] = [0, 0];
  return {
    take(raster, faces) {
      const now = sampleOutside(raster, faces);
      if (before?.length === now.length)
        now.forEach((value, i) => {
          const change = Math.abs(value - (before?.[i] ?? Number.NaN));
          if (Number.isNaN(change)) return;
          sum += change;
          count += 1;
        });
      before = now;
    },
    mean: () => (count === 0 ? undefined : sum / count),
  };
}

/** Green at points of a grid; NaN inside of faces. */
function sampleOutside({ width, height, data }: Raster, faces: readonly TrackedFace[]): Float32Array {
  const values = new Float32Array(ACROSS * DOWN);
  for (let row = 0; row < DOWN; row++)
    for (let column = 0; column < ACROSS; column++) {
      const x = Math.floor(((column + 0.5) * width) / ACROSS);
      const y = Math.floor(((row + 0.5) * height) / DOWN);
      const hidden = faces.some(
        ({ box }) => x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height,
      );
      values[row * ACROSS + column] = hidden ? Number.NaN : (data[(y * width + x) * 3 + 1] ?? 0);
    }
  return values;
}
