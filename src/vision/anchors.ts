/** Centre of one cell of a detector's grid, in pixels of its input. */
export interface Anchor {
  readonly x: number;
  readonly y: number;
}

/** Row by row, `perCell` anchors at the centre of each cell of `stride` pixels (MediaPipe's SSD anchors, fixed size). */
export function gridAnchors(inputSide: number, stride: number, perCell: number): Anchor[] {
  const cells = Math.ceil(inputSide / stride);
  const anchors: Anchor[] = [];
  for (let row = 0; row < cells; row++)
    for (let column = 0; column < cells; column++)
      for (let i = 0; i < perCell; i++) anchors.push({ x: (column + 0.5) * stride, y: (row + 0.5) * stride });
  return anchors;
}
