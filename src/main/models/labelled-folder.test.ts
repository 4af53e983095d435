import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MOST_PICTURE_BYTES, readLabelledFolder } from './labelled-folder.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'assay-labelled-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function put(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

describe('a folder of labelled pictures', () => {
  it('takes fake/ and generated/ for generated, and keeps sub-folders together', async () => {
    put('real/a.jpg', 'a');
    put('real/clip1/b.jpg', 'b');
    put('fake/clip1/x/c.jpg', 'c');
    put('generated/d.jpg', 'd');
    put('notes.txt', 'n');
    put('real/.hidden', 'h');
    const { pictures } = await readLabelledFolder(folder);
    const seen = pictures.map(({ path, label, group }) => [path.slice(folder.length + 1), label, group]);
    const hash = pictures.find(({ path }) => path.endsWith('a.jpg'))?.sha256;
    expect(seen.sort()).toEqual([
      ['fake/clip1/x/c.jpg', 'generated', 'folder clip1'],
      ['generated/d.jpg', 'generated', expect.stringMatching(/^[0-9a-f]{64}$/)],
      ['real/a.jpg', 'real', hash],
      ['real/clip1/b.jpg', 'real', 'folder clip1'],
    ]);
  });

  it('comes in an order that says nothing about labels or names', async () => {
    for (let i = 0; i < 40; i++) put(`${i % 2 ? 'real' : 'fake'}/${i}.jpg`, `${i}`);
    const { pictures } = await readLabelledFolder(folder);
    const first = pictures.slice(0, 20).filter(({ label }) => label === 'real').length;
    expect(first).toBeGreaterThan(3);
    expect(first).toBeLessThan(17);
    expect((await readLabelledFolder(folder)).pictures).toEqual(pictures);
  });

  it('counts a file once, and refuses one that is in both', async () => {
    put('real/a.jpg', 'same');
    put('real/b.jpg', 'same');
    put('fake/c.jpg', 'other');
    expect((await readLabelledFolder(folder)).leftOut.copies).toBe(1);
    put('fake/d.jpg', 'same');
    await expect(readLabelledFolder(folder)).rejects.toThrow('same file');
  });

  it('leaves out what is too large, and follows no link', async () => {
    put('real/a.jpg', 'a');
    put('real/large.bin', '');
    truncateSync(join(folder, 'real/large.bin'), MOST_PICTURE_BYTES + 1);
    put('fake/c.jpg', 'c');
    symlinkSync('/etc/passwd', join(folder, 'real/link.jpg'));
    symlinkSync(folder, join(folder, 'real/around'));
    const { pictures, leftOut } = await readLabelledFolder(folder);
    expect([pictures.length, leftOut.tooLarge]).toEqual([2, 1]);
  });

  it('says which folder is missing', async () => {
    put('real/a.jpg', 'a');
    await expect(readLabelledFolder(folder)).rejects.toThrow('There are no generated ones');
  });
});
