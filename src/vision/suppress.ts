import type { Box } from '../media/index.ts';

/** Shared area over joint area, 0–1. */
export function overlap(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  if (width <= 0 || height <= 0) return 0;
  const shared = width * height;
  return shared / (a.width * a.height + b.width * b.height - shared);
}

/** Keeps the best of boxes that overlap by more than `limit`. Best first; equal scores in their given order. */
export function suppress<T extends { readonly box: Box; readonly score: number }>(
  candidates: readonly T[],
  limit: number,
): T[] {
  const kept: T[] = [];
  for (const candidate of [...candidates].sort((a, b) => b.score - a.score))
    if (kept.every((k) => overlap(k.box, candidate.box) <= limit)) kept.push(candidate);
  return kept;
}
