import { writeFile } from 'node:fs/promises';
import { blankRaster, encodePng } from '../../src/media/index.ts';
import { buildCms, buildSigner } from '../../tests/support/build-cms.ts';
import { plist, text } from '../../tests/support/build-ipa.ts';

/**
 * Writes a configuration profile with a web clip, signed by a key made for the moment.
 * Usage, from the package root: npx tsx samples/mobileconfig/build.ts
 */
const icon = Buffer.from(await encodePng(blankRaster(60, 60, [212, 160, 23]))).toString('base64');
const clip = [
  text('PayloadType', 'com.apple.webClip.managed'),
  text('PayloadIdentifier', 'example.invest-demo.clip'),
  text('Label', 'Example Gold'),
  text('URL', 'https://h5.invest-demo.example/#/register?invite=7788'),
  '<key>FullScreen</key><true/><key>IsRemovable</key><false/>',
  `<key>Icon</key><data>${icon}</data>`,
].join('');
const profile = plist(
  `${text('PayloadType', 'Configuration')}${text('PayloadDisplayName', 'Example Gold')}${text('PayloadOrganization', 'Example')}${text('PayloadIdentifier', 'example.invest-demo')}<key>PayloadContent</key><array><dict>${clip}</dict></array>`,
);
await writeFile(
  'samples/mobileconfig/input.mobileconfig',
  buildCms(profile, buildSigner({ '550403': 'profile.invest-demo.example' })),
);
