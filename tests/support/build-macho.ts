import { createHash } from 'node:crypto';
import { type BuiltSigner, buildCms } from './build-cms.ts';

export interface BuiltMachO {
  readonly strings?: readonly string[];
  readonly wideStrings?: readonly string[];
  readonly libraries?: readonly string[];
  /** FairPlay over the whole file. */
  readonly encrypted?: boolean;
  readonly cpu?: readonly [type: number, subtype: number];
  readonly signature?: BuiltCodeSignature;
}

export interface BuiltCodeSignature {
  readonly identifier: string;
  readonly team?: string;
  readonly entitlements?: string;
  readonly infoPlist?: Buffer;
  readonly resources?: Buffer;
  /** Undefined: signed ad hoc, by nobody. */
  readonly signer?: BuiltSigner | undefined;
}

const TEXT_AT = 4096;
const PAGE = 4096;

/** Writes a 64-bit little-endian program with strings, libraries and, where wanted, a signature that holds. */
export function buildMachO(options: BuiltMachO = {}): Buffer {
  const narrow = Buffer.from((options.strings ?? []).map((text) => `${text}\0`).join(''));
  const wide = Buffer.from((options.wideStrings ?? []).map((text) => `${text}\0`).join(''), 'utf16le');
  const content = Buffer.concat([narrow, Buffer.alloc(narrow.length % 2), wide]);
  const codeEnd = Math.ceil((TEXT_AT + content.length) / 16) * 16;
  const wideAt = TEXT_AT + narrow.length + (narrow.length % 2);
  const commands = [
    segment([
      ['__cstring', TEXT_AT, narrow.length],
      ['__ustring', wideAt, wide.length],
    ]),
    ...(options.libraries ?? []).map(library),
    command(0x1b, Buffer.from('000102030405060708090a0b0c0d0e0f', 'hex')),
    command(0x32, words(2, 0x000c0000, 0x00110000, 0)),
    ...(options.encrypted ? [command(0x2c, words(0, codeEnd, 1, 0))] : []),
    ...(options.signature ? [command(0x1d, words(codeEnd, 16 * 1024))] : []),
  ];
  const body = Buffer.concat(commands);
  const [type, subtype] = options.cpu ?? [0x0100000c, 0];
  const head = words(0xfeedfacf, type, subtype, 2, commands.length, body.length, 0x85, 0);
  const code = Buffer.alloc(codeEnd);
  Buffer.concat([head, body]).copy(code);
  content.copy(code, TEXT_AT);
  return options.signature ? Buffer.concat([code, sign(code, options.signature)]) : code;
}

/** A fat file of thin ones. `declared`: how many it says it holds. */
export function buildFat(programs: readonly Buffer[], declared = programs.length): Buffer {
  const head = Buffer.alloc(8 + programs.length * 20);
  head.writeUInt32BE(0xcafebabe, 0);
  head.writeUInt32BE(declared, 4);
  let at = Math.ceil(head.length / 4096) * 4096;
  const parts: Buffer[] = [head, Buffer.alloc(at - head.length)];
  for (const [index, program] of programs.entries()) {
    head.writeUInt32BE(program.readUInt32LE(4), 8 + index * 20);
    head.writeUInt32BE(program.readUInt32LE(8), 12 + index * 20);
    head.writeUInt32BE(at, 16 + index * 20);
    head.writeUInt32BE(program.length, 20 + index * 20);
    parts.push(program);
    at += program.length;
  }
  return Buffer.concat(parts);
}

function words(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) bytes.writeUInt32LE(value >>> 0, index * 4);
  return bytes;
}

function command(kind: number, content: Buffer): Buffer {
  const padded = Buffer.concat([content, Buffer.alloc((8 - (content.length % 8)) % 8)]);
  return Buffer.concat([words(kind, 8 + padded.length), padded]);
}

function library(name: string): Buffer {
  return command(0xc, Buffer.concat([words(24, 0, 0, 0), Buffer.from(`${name}\0`)]));
}

function segment(sections: readonly (readonly [name: string, offset: number, size: number])[]): Buffer {
  const name = (text: string): Buffer => Buffer.concat([Buffer.from(text), Buffer.alloc(16 - text.length)]);
  const records = sections.map(([label, offset, size]) =>
    Buffer.concat([name(label), name('__TEXT'), words(offset, 1, size, 0, offset, 0, 0, 0, 0, 0, 0, 0)]),
  );
  const head = Buffer.concat([
    name('__TEXT'),
    words(0, 1, 0x8000, 0, 0, 0, 0x8000, 0, 5, 5, sections.length, 0),
  ]);
  return command(0x19, Buffer.concat([head, ...records]));
}

function sign(code: Buffer, options: BuiltCodeSignature): Buffer {
  const entitlements =
    options.entitlements === undefined ? undefined : blob(0xfade7171, Buffer.from(options.entitlements));
  const directory = codeDirectory(code, options, entitlements);
  const parts: [slot: number, bytes: Buffer][] = [[0, directory]];
  if (entitlements) parts.push([5, entitlements]);
  if (options.signer) {
    const cms = buildCms(directory, options.signer, { detached: true });
    parts.push([0x10000, blob(0xfade0b01, cms)]);
  }
  let at = 12 + parts.length * 8;
  const index = parts.map(([slot, bytes]) => {
    const line = big(slot, at);
    at += bytes.length;
    return line;
  });
  const whole = Buffer.concat([
    big(0xfade0cc0, at, parts.length),
    ...index,
    ...parts.map(([, bytes]) => bytes),
  ]);
  return Buffer.concat([whole, Buffer.alloc(16 * 1024 - whole.length)]);
}

function codeDirectory(code: Buffer, options: BuiltCodeSignature, entitlements: Buffer | undefined): Buffer {
  const hash = (bytes: Buffer | undefined): Buffer =>
    bytes ? createHash('sha256').update(bytes).digest() : Buffer.alloc(32);
  const special = [entitlements, undefined, options.resources, undefined, options.infoPlist].map(hash);
  const pages: Buffer[] = [];
  for (let at = 0; at < code.length; at += PAGE) pages.push(hash(code.subarray(at, at + PAGE)));
  const texts = Buffer.from(`${options.identifier}\0${options.team ?? ''}\0`);
  const head = 52;
  const hashOffset = head + texts.length + special.length * 32;
  const teamOffset = options.team === undefined ? 0 : head + options.identifier.length + 1;
  const flags = options.signer ? 0 : 2;
  const fixed = big(0x20200, flags, hashOffset, head, special.length, pages.length, code.length);
  return blob(
    0xfade0c02,
    Buffer.concat([fixed, Buffer.from([32, 2, 0, 12]), big(0, 0, teamOffset), texts, ...special, ...pages]),
  );
}

function blob(magic: number, content: Buffer): Buffer {
  return Buffer.concat([big(magic, content.length + 8), content]);
}

function big(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) bytes.writeUInt32BE(value >>> 0, index * 4);
  return bytes;
}
