import { describe, expect, it } from 'vitest';
import { buildZip } from '../../../tests/support/build-zip.ts';
import { sourceOf } from '../source.ts';
import { readEntry, readStart, streamEntry } from './read-entry.ts';
import { readZip } from './zip.ts';

const contents = [50, 3000, 90_000, 400_000].map((length, index) =>
  Buffer.from(Array.from({ length }, (_, at) => (at * (index + 7)) & 0xff)),
);
const archive = buildZip(
  contents.map((content, index) => ({ name: `f${index}`, content, deflate: index % 2 === 0 })),
);

describe('contents that are kept for the next reader', () => {
  it('are the same as those read afresh, whole and cut, in whatever order', async () => {
    const fresh = (await readZip(sourceOf(archive)))!;
    const keeping = (await readZip(sourceOf(archive), { maxEntries: 100, keepBytes: 1_000_000 }))!;
    for (const most of [1_000_000, 100, 60_000, 1_000_000])
      for (const [index, entry] of keeping.entries.entries()) {
        const { bytes, ...said } = await readEntry(fresh, fresh.entries[index]!, most);
        const { bytes: keptBytes, ...keptSaid } = await readEntry(keeping, entry, most);
        expect(keptSaid).toEqual(said);
        expect(keptBytes.equals(bytes)).toBe(true);
        expect(await readStart(keeping, entry, 40)).toEqual(contents[index]!.subarray(0, 40));
        const parts: Buffer[] = [];
        for await (const part of streamEntry(keeping, entry)) parts.push(part);
        expect(Buffer.concat(parts).equals(contents[index]!)).toBe(true);
      }
  });

  it('never take more memory than was asked for', async () => {
    const zip = (await readZip(sourceOf(archive), { maxEntries: 100, keepBytes: 200_000 }))!;
    for (const entry of zip.entries) await readEntry(zip, entry, 1_000_000);
    expect(zip.entries.map((entry) => zip.kept?.get(entry)?.bytes.length)).toEqual([
      50,
      3000,
      90_000,
      undefined,
    ]);
  });

  it('hold no content whose checksum is false', async () => {
    const lying = buildZip([{ name: 'a', content: Buffer.from('hello'), central: { crc: 1 } }]);
    const zip = (await readZip(sourceOf(lying), { maxEntries: 1, keepBytes: 1000 }))!;
    await readEntry(zip, zip.entries[0]!, 100);
    expect(zip.kept?.get(zip.entries[0]!)).toBeUndefined();
  });
});
