import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { constants, createDeflate } from 'node:zlib';
import type { Sha256 } from '../contract/index.ts';
import { rc4 } from './rc4.ts';

/** The public default key of CaRT 1: the first eight digits of pi, twice. */
const DEFAULT_KEY = Uint8Array.of(3, 1, 4, 1, 5, 9, 2, 6, 3, 1, 4, 1, 5, 9, 2, 6);

/**
 * Wraps one artefact as CaRT 1 ("Compressed and RC4 Transport", Canadian Centre for Cyber Security), as a stream:
 * mandatory header `<4s h Q 16s Q`, optional header, RC4(zlib(bytes)), optional footer, mandatory footer `<4s Q Q Q`.
 * The header names the artefact by its hash; the footer carries length and SHA-256 of what was really written.
 * Neutral packaging, not secrecy: the key stands in the file.
 */
export async function* writeCart(
  source: AsyncIterable<Uint8Array>,
  about: { readonly sha256: Sha256 },
): AsyncGenerator<Uint8Array, void, undefined> {
  const optionalHeader = sealJson({ name: `${about.sha256}.bin` });
  yield mandatoryHeader(optionalHeader.length);
  yield optionalHeader;
  let position = 38 + optionalHeader.length;
  const hash = createHash('sha256');
  let length = 0;
  const counted = async function* () {
    for await (const chunk of source) {
      hash.update(chunk);
      length += chunk.length;
      yield chunk;
    }
  };
  const seal = rc4(DEFAULT_KEY);
  for await (const chunk of deflated(counted())) {
    position += chunk.length;
    yield seal(chunk);
  }
  const footer = sealJson({ length: String(length), sha256: hash.digest('hex') });
  yield footer;
  yield mandatoryFooter(position, footer.length);
}

function deflated(source: AsyncIterable<Uint8Array>): AsyncIterable<Buffer> {
  const deflate = createDeflate({ level: constants.Z_BEST_SPEED });
  const readable = Readable.from(source, { objectMode: false });
  readable.on('error', (error) => deflate.destroy(error));
  deflate.on('close', () => readable.destroy());
  return readable.pipe(deflate);
}

/** JSON with sorted keys and no spaces, each under a keystream of its own. */
function sealJson(value: Record<string, string>): Uint8Array {
  const sorted = Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
  return rc4(DEFAULT_KEY)(Buffer.from(JSON.stringify(sorted), 'utf8'));
}

function mandatoryHeader(optionalLength: number): Uint8Array {
  const header = Buffer.alloc(38);
  header.write('CART', 0, 'latin1');
  header.writeInt16LE(1, 4);
  header.set(DEFAULT_KEY, 14);
  header.writeBigUInt64LE(BigInt(optionalLength), 30);
  return header;
}

function mandatoryFooter(position: number, length: number): Uint8Array {
  const footer = Buffer.alloc(28);
  footer.write('TRAC', 0, 'latin1');
  footer.writeBigUInt64LE(BigInt(position), 12);
  footer.writeBigUInt64LE(BigInt(length), 20);
  return footer;
}
