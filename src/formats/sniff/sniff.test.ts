import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { buildCms, buildSigner } from '../../../tests/support/build-cms.ts';
import { buildFat, buildMachO } from '../../../tests/support/build-macho.ts';
import { buildZip } from '../../../tests/support/build-zip.ts';
import { sourceOf } from '../source.ts';
import { sniff } from './sniff.ts';

const types = async (bytes: Buffer | string): Promise<readonly string[]> =>
  (await sniff(sourceOf(typeof bytes === 'string' ? Buffer.from(bytes) : bytes))).mediaTypes;
const ftyp = (brand: string, ...more: string[]): Buffer => {
  const body = Buffer.from(`ftyp${brand}\0\0\0\0${more.join('')}`, 'latin1');
  const size = Buffer.alloc(4);
  size.writeUInt32BE(body.length + 4);
  return Buffer.concat([size, body]);
};
const latin = (text: string): Buffer => Buffer.from(text, 'latin1');

describe('media and documents by content', () => {
  it.each([
    ['image/png', latin('\x89PNG\r\n\x1a\n\0\0\0\rIHDR')],
    ['image/jpeg', latin('\xff\xd8\xff\xe0\0\x10JFIF\0')],
    ['image/webp', latin('RIFF\x10\0\0\0WEBPVP8 ')],
    ['video/x-msvideo', latin('RIFF\x10\0\0\0AVI LIST')],
    ['audio/wav', latin('RIFF\xff\xff\xff\xffWAVEfmt ')],
    ['video/mp4', ftyp('isom', 'iso2', 'mp41')],
    ['video/quicktime', ftyp('qt  ')],
    ['image/heic', ftyp('mif1', 'mif1', 'heic')],
    ['image/avif', ftyp('avif', 'mif1')],
    ['audio/mp4', ftyp('M4A ')],
    ['video/webm', latin('\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm')],
    ['video/x-matroska', latin('\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x88matroska')],
    ['application/pdf', latin('%PDF-1.7\n%\xe2\xe3\n')],
    ['application/gzip', gzipSync('x')],
    ['application/x-dex', latin('dex\n035\0')],
    ['application/vnd.android.axml', latin('\x03\0\x08\0\x10\0\0\0')],
  ])('names %s', async (expected, bytes) => {
    expect(await types(bytes)).toEqual([expected]);
  });

  it('names MPEG sound without a tag only when a second frame follows where the first says', async () => {
    const frame = Buffer.alloc(417);
    Buffer.from([0xff, 0xfb, 0x90, 0x00]).copy(frame);
    expect(await types(Buffer.concat([frame, frame]))).toEqual(['audio/mpeg']);
    expect(await types(Buffer.concat([frame, Buffer.alloc(417)]))).toEqual(['application/octet-stream']);
  });
});

describe('text that players would follow is never named media', () => {
  it.each([
    ['application/vnd.apple.mpegurl', '#EXTM3U\n#EXTINF:1,\n/store/secret.ts\n'],
    ['application/vnd.apple.mpegurl', '\ufeff \n#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n'],
    ['text/x-ffconcat', "ffconcat version 1.0\nfile 'neighbour.mp4'\n"],
    ['text/x-ffconcat', "# comment\nfile '/store/a.mp4'\nduration 1\n"],
    ['application/sdp', 'v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nm=video 5004 RTP/AVP 96\n'],
    [
      'application/dash+xml',
      '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011"><BaseURL>http://x/</BaseURL></MPD>',
    ],
  ])('names %s', async (expected, text) => {
    expect(await types(text)).toEqual([expected]);
  });
});

describe('text', () => {
  it.each([
    ['text/html', '<!DOCTYPE html><html></html>'],
    ['image/svg+xml', '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'],
    ['message/rfc822', 'From: a@example.org\r\nTo: b@example.org\r\nSubject: x\r\n\r\nhello'],
    ['application/json', '{"a": 1}'],
    ['text/plain', '{not json'],
    ['text/plain', 'hello'],
  ])('names %s', async (expected, text) => {
    expect(await types(text)).toEqual([expected]);
  });

  it('says the character set', async () => {
    const of = async (bytes: Buffer) => (await sniff(sourceOf(bytes))).charset;
    expect(await of(Buffer.from('plain'))).toBe('us-ascii');
    expect(await of(Buffer.from('größer 投资'))).toBe('utf-8');
    expect(await of(Buffer.from('\ufeffInvest', 'utf16le'))).toBe('utf-16le');
    expect(
      await of(Buffer.concat([Buffer.from('na'), Buffer.from([0xef]), Buffer.from('ve text in Latin one')])),
    ).toBe('unknown-8bit');
  });

  it('does not call noise text', async () => {
    const noise = Buffer.from(Array.from({ length: 4000 }, (_, at) => (at * 7919 + (at >> 3) * 31) & 0xff));
    expect(await types(noise)).toEqual(['application/octet-stream']);
  });
});

describe('what Apple devices are told to install', () => {
  const xml = (key: string): Buffer =>
    Buffer.from(`<?xml version="1.0"?><plist><dict><key>${key}</key><true/></dict></plist>`);
  const provision = Buffer.concat([xml('DeveloperCertificates'), xml('Entitlements')]);
  const signed = (content: Buffer): Buffer => buildCms(content, buildSigner({ '550403': 'Example' }));
  it.each([
    ['application/x-apple-aspen-config', xml('PayloadContent')],
    ['application/x-apple-aspen-config', signed(xml('PayloadContent'))],
    ['application/x-apple-aspen-config', Buffer.from(xml('PayloadType').toString(), 'utf16le')],
    ['application/x-apple-aspen-config', latin('bplist00\xd1\x01\x02[PayloadType')],
    ['application/x-apple-mobileprovision', provision],
    ['application/x-apple-mobileprovision', signed(provision)],
    ['application/pkcs7-mime', signed(Buffer.from('a letter'))],
    ['application/x-plist', xml('items')],
    ['application/x-mach-binary', buildFat([buildMachO({ cpu: [12, 9] }), buildMachO()])],
    ['application/java-vm', latin('\xca\xfe\xba\xbe\0\0\0\x34\0\x1d\x0a\0')],
  ])('names %s', async (expected, bytes) => {
    expect(await types(bytes)).toEqual([expected]);
  });
});

describe('archives by what they hold', () => {
  it.each([
    ['application/vnd.android.package-archive', ['AndroidManifest.xml', 'classes.dex']],
    ['application/x-xapk', ['manifest.json', 'base.apk']],
    ['application/x-apks', ['toc.pb', 'splits/base-master.apk']],
    ['application/x-apkm', ['info.json', 'icon.png', 'base.apk']],
    ['application/x-ios-app', ['Payload/Demo.app/Info.plist']],
    [
      'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
      ['[Content_Types].xml', 'word/document.xml'],
    ],
    ['application/java-archive', ['META-INF/MANIFEST.MF', 'a/B.class']],
    ['application/zip', ['readme.txt']],
  ])('names %s', async (expected, names) => {
    expect(await types(buildZip(names.map((name) => ({ name, content: Buffer.from('x') }))))).toEqual([
      expected,
    ]);
  });

  it('lists everything that a polyglot is, the app first', async () => {
    const apk = buildZip([{ name: 'AndroidManifest.xml', content: Buffer.from('x') }]);
    expect(await types(Buffer.concat([latin('dex\n035\0'), Buffer.alloc(100), apk]))).toEqual([
      'application/vnd.android.package-archive',
      'application/x-dex',
    ]);
    const zip = buildZip([{ name: 'a.txt', content: Buffer.from('x') }]);
    expect(await types(Buffer.concat([latin('GIF89a'), Buffer.alloc(50), zip]))).toEqual([
      'image/gif',
      'application/zip',
    ]);
  });

  it('names a cut archive by its beginning', async () => {
    const zip = buildZip([{ name: 'a.txt', content: Buffer.from('hello') }]);
    expect(await types(zip.subarray(0, 40))).toEqual(['application/zip']);
  });
});
