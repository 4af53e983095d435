import { expect, it } from 'vitest';
import { readZip, sourceOf } from '../../../src/formats/index.ts';
import { buildZip } from '../../../tests/support/build-zip.ts';
import { chooseFiles } from './choose-files.ts';

it('chooses programs, libraries of one processor type and data that is no media, in the order of the package', async () => {
  const content = Buffer.alloc(600, 'a');
  const names = [
    'assets/app.js',
    'lib/x86/libapp.so',
    'assets/film.mp4',
    'classes.dex',
    'lib/arm64-v8a/libapp.so',
    'assets/small.json',
    'res/layout/main.xml',
  ];
  const zip = await readZip(
    sourceOf(
      buildZip(
        names.map((name) => ({ name, content: name.includes('small') ? Buffer.from('{}') : content })),
      ),
    ),
    { maxEntries: 100 },
  );
  expect(chooseFiles(zip!).map(({ entry, role }) => `${role} ${entry.name}`)).toEqual([
    'data assets/app.js',
    'program classes.dex',
    'native lib/arm64-v8a/libapp.so',
  ]);
});
