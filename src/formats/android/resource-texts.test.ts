import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { sourceOf } from '../source.ts';
import { readEntry } from '../zip/read-entry.ts';
import { findEntry, readZip } from '../zip/zip.ts';
import { readResTable } from './arsc.ts';
import { resourceNames, resourceStrings } from './resource-texts.ts';

async function sampleTable() {
  const zip = (await readZip(sourceOf(await readFile('samples/apk/input.apk'))))!;
  return readResTable((await readEntry(zip, findEntry(zip, 'resources.arsc')!, 1e8)).bytes);
}

describe('the texts of a resource table', () => {
  it('are given with name and language, paths of pictures and layouts left out', async () => {
    const texts = [...resourceStrings(await sampleTable())];
    expect(texts).toContainEqual(
      expect.objectContaining({ value: 'Beispiel Anlage Demo', name: 'string/app_name', locale: 'de' }),
    );
    expect(texts).toContainEqual(
      expect.objectContaining({ value: 'https://api.invest-demo.example/v1/', name: 'string/server' }),
    );
    expect(texts.filter(({ value }) => value.startsWith('res/'))).toEqual([]);
  });

  it('end at the limit that the caller sets', async () => {
    expect([...resourceStrings(await sampleTable(), 2)]).toHaveLength(2);
  });

  it('have names that similar apps can share', async () => {
    expect([...resourceNames(await sampleTable())]).toEqual(
      expect.arrayContaining(['string/app_name', 'string/server']),
    );
  });
});
