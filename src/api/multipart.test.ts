import { describe, expect, it } from 'vitest';
import { readParts } from './multipart.ts';

const limits = { maxParts: 10, maxHeaderBytes: 1000 };

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(text: string, size = 7, boundary = 'B'): Promise<[string, string | undefined, string][]> {
  const found: [string, string | undefined, string][] = [];
  for await (const part of readParts(inPieces(Buffer.from(text, 'latin1'), size), boundary, limits)) {
    const chunks: Buffer[] = [];
    for await (const chunk of part.body) chunks.push(chunk);
    found.push([part.name, part.fileName, Buffer.concat(chunks).toString('latin1')]);
  }
  return found;
}

const part = (disposition: string, body: string) =>
  `--B\r\nContent-Disposition: form-data; ${disposition}\r\n\r\n${body}\r\n`;

describe('a multipart body', () => {
  it('gives the same parts however it is cut into chunks', async () => {
    const tricky = '\r\n--\r\n--A\r\n-\r\n--\r\r\n--b--\r';
    const text = `${part('name="note"', 'x')}${part('name="file"; filename="a b.txt"', tricky)}${part('name="e"', '')}--B--\r\n`;
    const whole = await read(text, 10_000);
    expect(whole).toEqual([
      ['note', undefined, 'x'],
      ['file', 'a b.txt', tricky],
      ['e', undefined, ''],
    ]);
    for (let size = 1; size < 60; size++) expect(await read(text, size)).toEqual(whole);
  });

  it('holds back nothing but the possible start of a boundary', async () => {
    const seen: number[] = [];
    const body = Buffer.concat([Buffer.from(part('name="file"', '').slice(0, -2)), Buffer.alloc(1000, '\r')]);
    const source = inPieces(Buffer.concat([body, Buffer.from('\r\n--B--')]), 100);
    for await (const one of readParts(source, 'B', limits))
      for await (const chunk of one.body) seen.push(chunk.length);
    expect(seen.reduce((sum, bytes) => sum + bytes, 0)).toBe(1000);
    expect(Math.max(...seen)).toBeLessThanOrEqual(101);
  });

  it('keeps names as they were written, in UTF-8 or else in Latin-1', async () => {
    const utf8 = Buffer.from('prüfung "1".png').toString('latin1').replaceAll('"', '%22');
    const [first] = await read(`${part(`name="file"; filename="${utf8}"`, '')}--B--`);
    expect(first?.[1]).toBe('prüfung "1".png');
    const [second] = await read(`${part('name="file"; filename="pr\xfcfung \\"1\\".png"', '')}--B--`);
    expect(second?.[1]).toBe('prüfung "1".png');
    const [third] = await read(`${part('name=file; filename=plain.bin', '')}--B--`);
    expect(third).toEqual(['file', 'plain.bin', '']);
  });

  it('that ends too early is refused wherever it ends', async () => {
    const text = `${part('name="file"; filename="a"', 'bytes')}--B--`;
    for (let length = 0; length < text.length; length++) {
      await expect(read(text.slice(0, length)), String(length)).rejects.toThrow(/malformed/);
    }
    await expect(read(text)).resolves.toHaveLength(1);
  });

  it('with more parts than allowed is refused', async () => {
    await expect(read(`${part('name="n"', 'x').repeat(11)}--B--`)).rejects.toMatchObject({
      code: 'too-large',
    });
  });
});
