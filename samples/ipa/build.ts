import { writeFile } from 'node:fs/promises';
import { blankRaster, encodePng } from '../../src/media/index.ts';
import { buildIpa, buildProvision, infoBody, plist, text } from '../../tests/support/build-ipa.ts';

/**
 * Writes an app that does nothing: a program of texts only, which no device runs, signed by a key made for the moment.
 * Usage, from the package root: npx tsx samples/ipa/build.ts
 */
const icon = Buffer.from(await encodePng(blankRaster(60, 60, [212, 160, 23])));
const info = plist(
  infoBody(
    [
      text('CFBundleName', 'Gold'),
      text('NSCameraUsageDescription', 'Take a picture of your identity card'),
      '<key>CFBundleIcons</key><dict><key>CFBundlePrimaryIcon</key><dict><key>CFBundleIconFiles</key><array><string>AppIcon60x60</string></array></dict></dict>',
      '<key>LSApplicationQueriesSchemes</key><array><string>tg</string><string>whatsapp</string></array>',
      '<key>NSAppTransportSecurity</key><dict><key>NSAllowsArbitraryLoads</key><true/></dict>',
    ].join(''),
  ),
);
const names = Buffer.from('\ufeff"CFBundleDisplayName" = "示例黄金";\n', 'utf16le');
const entry = (name: string, content: Buffer) => ({
  name: `Payload/Gold.app/${name}`,
  content,
  deflate: true,
});
await writeFile(
  'samples/ipa/input.ipa',
  buildIpa({
    info,
    provision: buildProvision('<key>ProvisionsAllDevices</key><true/>'),
    strings: ['https://api.invest-demo.example/v1/login', 'wss://push.invest-demo.example/quote', 'Withdraw'],
    more: [entry('AppIcon60x60@2x.png', icon), entry('zh-Hans.lproj/InfoPlist.strings', names)],
  }),
);
