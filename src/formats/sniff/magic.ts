import type { MediaType } from '../../contract/index.ts';

/** Bytes that a format begins with. `and`: a second mark further on, where the first alone is too common. */
interface Magic {
  readonly type: MediaType;
  readonly offset?: number;
  readonly bytes: string;
  readonly and?: { readonly offset: number; readonly bytes: string };
}

/** Object identifier 1.2.840.113549.1.7, without its last number, as an element. */
const PKCS7 = '\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07';

/** Signatures as `latin1` strings, from each format's own specification. Longest and surest first. */
const magics: readonly Magic[] = [
  { type: 'image/png', bytes: '\x89PNG\r\n\x1a\n' },
  { type: 'image/jpeg', bytes: '\xff\xd8\xff' },
  { type: 'image/gif', bytes: 'GIF89a' },
  { type: 'image/gif', bytes: 'GIF87a' },
  { type: 'image/webp', bytes: 'RIFF', and: { offset: 8, bytes: 'WEBP' } },
  { type: 'video/x-msvideo', bytes: 'RIFF', and: { offset: 8, bytes: 'AVI ' } },
  { type: 'audio/wav', bytes: 'RIFF', and: { offset: 8, bytes: 'WAVE' } },
  { type: 'audio/wav', bytes: 'RF64', and: { offset: 8, bytes: 'WAVE' } },
  { type: 'image/tiff', bytes: 'II*\0' },
  { type: 'image/tiff', bytes: 'MM\0*' },
  { type: 'image/jxl', bytes: '\0\0\0\x0cJXL \r\n\x87\n' },
  { type: 'image/vnd.microsoft.icon', bytes: '\0\0\x01\0', and: { offset: 5, bytes: '\0' } },
  { type: 'image/vnd.adobe.photoshop', bytes: '8BPS\0\x01' },
  { type: 'audio/ogg', bytes: 'OggS\0' },
  { type: 'audio/flac', bytes: 'fLaC' },
  { type: 'audio/mpeg', bytes: 'ID3\x02' },
  { type: 'audio/mpeg', bytes: 'ID3\x03' },
  { type: 'audio/mpeg', bytes: 'ID3\x04' },
  { type: 'audio/amr', bytes: '#!AMR' },
  { type: 'audio/aiff', bytes: 'FORM', and: { offset: 8, bytes: 'AIFF' } },
  { type: 'audio/midi', bytes: 'MThd\0\0\0\x06' },
  { type: 'video/x-flv', bytes: 'FLV\x01' },
  { type: 'video/x-ms-asf', bytes: '\x30\x26\xb2\x75\x8e\x66\xcf\x11\xa6\xd9\x00\xaa\x00\x62\xce\x6c' },
  { type: 'video/mpeg', bytes: '\0\0\x01\xba' },
  { type: 'video/mpeg', bytes: '\0\0\x01\xb3' },
  { type: 'application/pdf', bytes: '%PDF-' },
  { type: 'application/x-7z-compressed', bytes: '7z\xbc\xaf\x27\x1c' },
  { type: 'application/vnd.rar', bytes: 'Rar!\x1a\x07' },
  { type: 'application/gzip', bytes: '\x1f\x8b\x08' },
  { type: 'application/x-bzip2', bytes: 'BZh', and: { offset: 4, bytes: '1AY&SY' } },
  { type: 'application/x-xz', bytes: '\xfd7zXZ\0' },
  { type: 'application/zstd', bytes: '\x28\xb5\x2f\xfd' },
  { type: 'application/x-lz4', bytes: '\x04\x22\x4d\x18' },
  { type: 'application/vnd.ms-cab-compressed', bytes: 'MSCF\0\0\0\0' },
  { type: 'application/x-cart', bytes: 'CART\x01\0' },
  { type: 'application/x-archive', bytes: '!<arch>\n' },
  { type: 'application/x-iso9660-image', offset: 0x8001, bytes: 'CD001' },
  { type: 'application/x-executable', bytes: '\x7fELF' },
  { type: 'application/x-dex', bytes: 'dex\n0', and: { offset: 7, bytes: '\0' } },
  { type: 'application/x-dex', bytes: 'dey\n0', and: { offset: 7, bytes: '\0' } },
  { type: 'application/x-vdex', bytes: 'vdex0' },
  { type: 'application/x-mach-binary', bytes: '\xcf\xfa\xed\xfe' },
  { type: 'application/x-mach-binary', bytes: '\xce\xfa\xed\xfe' },
  {
    type: 'application/x-mach-binary',
    bytes: '\xca\xfe\xba\xbe\0\0\0',
    and: { offset: 8, bytes: '\x01\0\0' },
  },
  // A fat file whose first program is 32-bit: a class has no empty constant pool.
  {
    type: 'application/x-mach-binary',
    bytes: '\xca\xfe\xba\xbe\0\0\0',
    and: { offset: 8, bytes: '\0\0\0' },
  },
  { type: 'application/java-vm', bytes: '\xca\xfe\xba\xbe\0' },
  { type: 'application/x-plist', bytes: 'bplist0' },
  { type: 'application/x-ole-storage', bytes: '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1' },
  { type: 'application/vnd.sqlite3', bytes: 'SQLite format 3\0' },
  { type: 'application/vnd.android.axml', bytes: '\x03\0\x08\0' },
  { type: 'application/vnd.android.arsc', bytes: '\x02\0\x0c\0' },
  { type: 'application/x-hermes-bytecode', bytes: '\xc6\x1f\xbc\x03\xc1\x03\x19\x1f' },
  { type: 'application/wasm', bytes: '\0asm\x01\0\0\0' },
  { type: 'font/woff', bytes: 'wOFF' },
  { type: 'font/woff2', bytes: 'wOF2' },
  { type: 'font/ttf', bytes: '\0\x01\0\0\0' },
  // CMS (RFC 5652): a sequence, whose length takes none to four bytes more or is left open, with the type of the content.
  { type: 'application/pkcs7-mime', bytes: '\x30\x80', and: { offset: 2, bytes: PKCS7 } },
  { type: 'application/pkcs7-mime', bytes: '\x30\x81', and: { offset: 3, bytes: PKCS7 } },
  { type: 'application/pkcs7-mime', bytes: '\x30\x82', and: { offset: 4, bytes: PKCS7 } },
  { type: 'application/pkcs7-mime', bytes: '\x30\x83', and: { offset: 5, bytes: PKCS7 } },
  { type: 'application/pkcs7-mime', bytes: '\x30\x84', and: { offset: 6, bytes: PKCS7 } },
];

/** How many bytes of the beginning the table looks at. */
export const HEAD_BYTES = 64 * 1024;

/** Types whose marks the head shows: the table, then the formats whose mark needs a little arithmetic. */
export function matchMagic(head: Buffer): MediaType[] {
  const marked = magics.filter((magic) => bears(head, magic)).map((magic) => magic.type);
  const fat = marked.includes('application/x-mach-binary');
  const types = marked.filter((type) => !(fat && type === 'application/java-vm'));
  const computed = [
    matchIsoMedia(head),
    matchMatroska(head),
    matchBmp(head),
    matchFrames(head),
    matchTransport(head),
    matchPortable(head),
  ];
  if (isTarHeader(head)) types.push('application/x-tar');
  types.push(...computed.filter((type) => type !== undefined));
  return [...new Set(types)];
}

function bears(head: Buffer, { offset = 0, bytes, and }: Magic): boolean {
  return has(head, offset, bytes) && (and === undefined || has(head, and.offset, and.bytes));
}

function has(head: Buffer, offset: number, bytes: string): boolean {
  return (
    head.length >= offset + bytes.length && head.toString('latin1', offset, offset + bytes.length) === bytes
  );
}

const brands: Readonly<Record<string, MediaType>> = {
  'qt  ': 'video/quicktime',
  heic: 'image/heic',
  heix: 'image/heic',
  heim: 'image/heic',
  heis: 'image/heic',
  hevc: 'image/heic-sequence',
  mif1: 'image/heif',
  msf1: 'image/heif-sequence',
  avif: 'image/avif',
  avis: 'image/avif',
  'M4A ': 'audio/mp4',
  'M4B ': 'audio/mp4',
  'crx ': 'image/x-canon-cr3',
};

/** ISO base media (ISO/IEC 14496-12): the major brand, else a known compatible one, else any first box of a movie. */
function matchIsoMedia(head: Buffer): MediaType | undefined {
  if (head.length < 12) return undefined;
  const box = head.toString('latin1', 4, 8);
  if (box === 'ftyp') return nameBrands(head);
  const opens = ['moov', 'mdat', 'wide', 'pnot', 'skip', 'free'].includes(box);
  const size = head.readUInt32BE(0);
  const sane = size === 0 || size === 1 || size >= 8;
  return opens && sane && head.includes('moov', 0, 'latin1') ? 'video/quicktime' : undefined;
}

function nameBrands(head: Buffer): MediaType {
  const end = Math.min(head.length, Math.max(16, Math.min(head.readUInt32BE(0), 512)));
  const major = head.toString('latin1', 8, 12);
  const compatible: string[] = [];
  for (let at = 16; at + 4 <= end; at += 4) compatible.push(head.toString('latin1', at, at + 4));
  if (major === 'mif1' || major === 'msf1') {
    if (compatible.some((brand) => brand.startsWith('avi'))) return 'image/avif';
    if (compatible.some((brand) => brand.startsWith('hei'))) return 'image/heic';
  }
  if (/^3g[a-z0-9]{2}$/.test(major)) return major.startsWith('3g2') ? 'video/3gpp2' : 'video/3gpp';
  return brands[major] ?? 'video/mp4';
}

/** EBML (RFC 8794): the DocType element tells WebM from Matroska. */
function matchMatroska(head: Buffer): MediaType | undefined {
  if (!has(head, 0, '\x1a\x45\xdf\xa3')) return undefined;
  const at = head.subarray(0, 256).indexOf('\x42\x82', 4, 'latin1');
  return at >= 0 && has(head, at + 3, 'webm') ? 'video/webm' : 'video/x-matroska';
}

function matchBmp(head: Buffer): MediaType | undefined {
  if (!has(head, 0, 'BM') || head.length < 18) return undefined;
  const infoBytes = head.readUInt32LE(14);
  return [12, 16, 40, 52, 56, 64, 108, 124].includes(infoBytes) && head.readUInt32LE(6) === 0
    ? 'image/bmp'
    : undefined;
}

/** MPEG audio and ADTS AAC: a frame header, and the next one where the first says it is. */
function matchFrames(head: Buffer): MediaType | undefined {
  if (head.length < 8 || head[0] !== 0xff || (head[1]! & 0xe0) !== 0xe0) return undefined;
  if ((head[1]! & 0xf6) === 0xf0) {
    const next = ((head[3]! & 3) << 11) | (head[4]! << 3) | (head[5]! >>> 5);
    return next > 7 && head[next] === 0xff && (head[next + 1]! & 0xf6) === 0xf0 ? 'audio/aac' : undefined;
  }
  const next = mpegFrameBytes(head);
  return next > 0 && head[next] === 0xff && (head[next + 1]! & 0xe0) === 0xe0 ? 'audio/mpeg' : undefined;
}

const rates1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const rates2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];

/** Length of a layer III frame (ISO/IEC 11172-3 section 2.4.3.1); 0: not one. */
function mpegFrameBytes(head: Buffer): number {
  const version = (head[1]! >>> 3) & 3;
  if (((head[1]! >>> 1) & 3) !== 1 || version === 1) return 0;
  const kilobits = (version === 3 ? rates1 : rates2)[head[2]! >>> 4];
  const hertz = [44_100, 48_000, 32_000][(head[2]! >>> 2) & 3];
  if (!kilobits || !hertz) return 0;
  const divided = version === 3 ? hertz : version === 2 ? hertz / 2 : hertz / 4;
  return Math.floor(((version === 3 ? 144 : 72) * kilobits * 1000) / divided) + ((head[2]! >>> 1) & 1);
}

/** Windows programs: the DOS header points to the PE one. */
function matchPortable(head: Buffer): MediaType | undefined {
  if (!has(head, 0, 'MZ') || head.length < 64) return undefined;
  return has(head, head.readUInt32LE(60), 'PE\0\0') ? 'application/x-msdownload' : undefined;
}

/** MPEG transport stream: a sync byte every 188 bytes. */
function matchTransport(head: Buffer): MediaType | undefined {
  if (head.length < 188 * 3) return undefined;
  for (let at = 0; at < Math.min(head.length, 188 * 8); at += 188) if (head[at] !== 0x47) return undefined;
  return 'video/mp2t';
}

/** A tar header whose checksum holds (POSIX.1-2017, pax, "ustar Interchange Format"): magic or not. */
export function isTarHeader(block: Buffer): boolean {
  if (block.length < 512 || block[0] === 0) return false;
  const declared = Number.parseInt(block.toString('latin1', 148, 156).replace(/[\0 ]/g, ''), 8);
  if (!Number.isFinite(declared)) return false;
  let sum = 8 * 0x20;
  for (let at = 0; at < 512; at++) if (at < 148 || at >= 156) sum += block[at]!;
  return sum === declared;
}
