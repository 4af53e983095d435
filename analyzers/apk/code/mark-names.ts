import { classesOf, type Dex } from '../../../src/formats/index.ts';

/** 1 for each string that names a type, member, signature or source file. */
export function markNames(dex: Dex): Uint8Array {
  const { bytes, strings } = dex;
  const marks = new Uint8Array(strings.count);
  const mark = (at: number): void => {
    const index = bytes.readUInt32LE(at);
    if (index < marks.length) marks[index] = 1;
  };
  for (let index = 0; index < dex.types.count; index++) mark(dex.types.offset + index * 4);
  for (let index = 0; index < dex.protos.count; index++) mark(dex.protos.offset + index * 12);
  for (let index = 0; index < dex.fields.count; index++) mark(dex.fields.offset + index * 8 + 4);
  for (let index = 0; index < dex.methods.count; index++) mark(dex.methods.offset + index * 8 + 4);
  for (const { sourceFile } of classesOf(dex)) if (sourceFile < marks.length) marks[sourceFile] = 1;
  return marks;
}
