import { type BuiltSigner, buildCms, buildSigner } from './build-cms.ts';
import { type BuiltCodeSignature, buildMachO } from './build-macho.ts';
import { type BuiltEntry, buildZip } from './build-zip.ts';

export const developer = (): BuiltSigner =>
  buildSigner({
    '550403': 'iPhone Distribution: Example Ltd',
    '55040b': 'ABCDE12345',
    '55040a': 'Example Ltd',
  });

export const plist = (body: string): Buffer =>
  Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n<plist version="1.0"><dict>${body}</dict></plist>`);

export const text = (key: string, value: string): string => `<key>${key}</key><string>${value}</string>`;

/** The body of an Info.plist; `more` goes at its end. */
export function infoBody(more = ''): string {
  return [
    text('CFBundleIdentifier', 'com.example.gold'),
    text('CFBundleExecutable', 'Gold'),
    text('CFBundleDisplayName', 'Example Gold'),
    text('CFBundleShortVersionString', '1.2'),
    text('CFBundleVersion', '34'),
    text('MinimumOSVersion', '12.0'),
    more,
  ].join('');
}

/** `more`: further keys, such as `ProvisionsAllDevices`. */
export function buildProvision(
  more: string,
  options: { signer?: BuiltSigner | null; app?: string } = {},
): Buffer {
  const app = options.app ?? 'ABCDE12345.com.example.gold';
  const body = plist(
    [
      text('Name', 'Example Profile'),
      text('TeamName', 'Example Ltd'),
      '<key>TeamIdentifier</key><array><string>ABCDE12345</string></array>',
      '<key>ExpirationDate</key><date>2027-01-01T00:00:00Z</date>',
      `<key>Entitlements</key><dict>${text('application-identifier', app)}</dict>`,
      `<key>DeveloperCertificates</key><array><data>${developer().certificate.toString('base64')}</data></array>`,
      more,
    ].join(''),
  );
  return options.signer === null ? body : buildCms(body, options.signer ?? developer());
}

export interface BuiltIpa {
  readonly info?: Buffer;
  readonly provision?: Buffer;
  readonly signature?: Partial<BuiltCodeSignature> | null;
  readonly strings?: readonly string[];
  readonly encrypted?: boolean;
  readonly more?: readonly BuiltEntry[];
}

/** An app whose signature holds, unless the test says otherwise. Entry names are put under the app's folder. */
export function buildIpa(options: BuiltIpa = {}): Buffer {
  const info = options.info ?? plist(infoBody());
  const program = buildMachO({
    strings: options.strings ?? [],
    encrypted: options.encrypted ?? false,
    ...(options.signature === null
      ? {}
      : {
          signature: {
            identifier: 'com.example.gold',
            team: 'ABCDE12345',
            infoPlist: info,
            signer: developer(),
            ...options.signature,
          },
        }),
  });
  return buildZip([
    { name: 'Payload/Gold.app/Info.plist', content: info, deflate: true },
    { name: 'Payload/Gold.app/Gold', content: program, deflate: true },
    ...(options.provision
      ? [{ name: 'Payload/Gold.app/embedded.mobileprovision', content: options.provision }]
      : []),
    ...(options.more ?? []),
  ]);
}
