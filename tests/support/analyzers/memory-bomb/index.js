const held = [];

/** Takes memory until it is stopped; the artefact says which kind. */
export async function analyze({ bytes }, { sink }) {
  sink.examined('the first kilobyte');
  for (;;) {
    if (bytes === 1) held.push(Buffer.alloc(16 * 1024 * 1024, 1));
    else held.push(Array.from({ length: 100_000 }, (_, i) => ({ i })));
  }
}
