/** Never ends and never listens. */
export async function analyze() {
  for (;;);
}
