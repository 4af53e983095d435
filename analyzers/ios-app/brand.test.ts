import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { analyzeBytes } from '../../tests/support/analyze-bytes.ts';
import { buildIpa, infoBody, plist } from '../../tests/support/build-ipa.ts';
import { analyze } from './index.ts';

it('tells an app that borrows a brand’s name in another script, with its weight', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ios-brand-'));
  const strings = Buffer.from('"CFBundleDisplayName" = "币安国际版";');
  const more = [
    { name: 'Payload/Gold.app/zh-Hans.lproj/InfoPlist.strings', content: strings, deflate: true },
  ];
  const { result } = await analyzeBytes(analyze, buildIpa({ info: plist(infoBody('')), more }), folder);
  await rm(folder, { recursive: true });
  expect(result.findings.find(({ id }) => id === 'imitates-brand')).toMatchObject({
    title: 'Uses the name of Binance under a package name that is not known as theirs',
    support: { ratio: 6, group: 'identity' },
  });
});
