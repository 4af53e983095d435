import { open } from 'node:fs/promises';

const HEADER = 4;

/** Many pictures in one artefact: the length of each (32 bits, big-endian), then its bytes. */
export function packBundle(pictures: readonly Uint8Array[]): Buffer {
  return Buffer.concat(
    pictures.flatMap((picture) => {
      const length = Buffer.alloc(HEADER);
      length.writeUInt32BE(picture.length);
      return [length, picture];
    }),
  );
}

/** The pictures of a bundle, one in memory at a time. Ends where the bundle does, whatever a length says. */
export async function* readBundle(path: string): AsyncGenerator<Uint8Array> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const header = Buffer.alloc(HEADER);
    for (let at = 0; at + HEADER <= size; ) {
      await file.read(header, 0, HEADER, at);
      const length = header.readUInt32BE();
      at += HEADER;
      if (at + length > size) return;
      const picture = Buffer.alloc(length);
      await file.read(picture, 0, length, at);
      at += length;
      yield picture;
    }
  } finally {
    await file.close();
  }
}
