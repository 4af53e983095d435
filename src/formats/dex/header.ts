import { createHash } from 'node:crypto';
import { u32 } from '../view.ts';
import { adler32 } from './adler32.ts';
import type { DexLog } from './dex-log.ts';

/** One table of the header: how many items it declares and where they stand. */
export interface DexTable {
  readonly count: number;
  readonly offset: number;
}

/** The header as written (dex-format, `header_item`). Nothing in it is trusted before it was compared with the bytes. */
export interface DexHeader {
  /** `035` to `041`. */
  readonly version: string;
  readonly checksumHolds: boolean;
  readonly signatureHolds: boolean;
  /** Of this part, from its header on. */
  readonly fileBytes: number;
  readonly headerBytes: number;
  /** Version 041: of the whole container; else 0. */
  readonly containerBytes: number;
  readonly strings: DexTable;
  readonly types: DexTable;
  readonly protos: DexTable;
  readonly fields: DexTable;
  readonly methods: DexTable;
  readonly classes: DexTable;
}

export const HEADER_BYTES = 0x70;
export const CONTAINER_HEADER_BYTES = 0x78;
const LITTLE_ENDIAN = 0x12345678;
const known = new Set(['035', '036', '037', '038', '039', '040', '041']);

/** Reads the header at `at`. The caller has seen the magic. */
export function readHeader(bytes: Buffer, at: number, log: DexLog): DexHeader {
  const version = bytes.toString('latin1', at + 4, at + 7);
  const table = (field: number): DexTable => ({
    count: u32(bytes, at + field),
    offset: u32(bytes, at + field + 4),
  });
  const isContainer = version >= '041' && u32(bytes, at + 0x24) >= CONTAINER_HEADER_BYTES;
  const header: DexHeader = {
    version,
    fileBytes: u32(bytes, at + 0x20),
    headerBytes: u32(bytes, at + 0x24),
    containerBytes: isContainer ? u32(bytes, at + 0x70) : 0,
    strings: table(0x38),
    types: table(0x40),
    protos: table(0x48),
    fields: table(0x50),
    methods: table(0x58),
    classes: table(0x60),
    ...checkSums(bytes, at, log),
  };
  noteFields(bytes, at, header, log);
  return header;
}

/**
 * The checksum and the signature cover the part from behind themselves to its end. Both are for accidents, not for
 * trust: whoever changes a program can write new ones, and Android checks the second one nowhere.
 */
function checkSums(
  bytes: Buffer,
  at: number,
  log: DexLog,
): Pick<DexHeader, 'checksumHolds' | 'signatureHolds'> {
  const declared = u32(bytes, at + 0x20);
  const end = at + declared <= bytes.length && declared >= HEADER_BYTES ? at + declared : bytes.length;
  const checksumHolds = adler32(bytes, Math.min(at + 12, end), end) === u32(bytes, at + 8);
  const signature = createHash('sha1')
    .update(bytes.subarray(at + 32, end))
    .digest();
  const signatureHolds = signature.equals(bytes.subarray(at + 12, at + 32));
  if (!checksumHolds) log.add('checksum', 'the checksum in the header is not that of the bytes', at + 8);
  if (!signatureHolds) log.add('signature', 'the hash in the header is not that of the bytes', at + 12);
  return { checksumHolds, signatureHolds };
}

function noteFields(bytes: Buffer, at: number, header: DexHeader, log: DexLog): void {
  if (bytes.length - at < HEADER_BYTES)
    log.add('header-cut', () => `${bytes.length - at} bytes of a header of ${HEADER_BYTES}`, at);
  if (!known.has(header.version))
    log.add('version', () => `version ${JSON.stringify(header.version)} is not known`, at + 4);
  if (u32(bytes, at + 0x28) !== LITTLE_ENDIAN)
    log.add('endian', 'the mark of the byte order is missing', at + 0x28);
  const usual = header.containerBytes > 0 ? CONTAINER_HEADER_BYTES : HEADER_BYTES;
  if (header.headerBytes !== usual)
    log.add(
      'header-size',
      () => `the header says it has ${header.headerBytes} bytes, not ${usual}`,
      at + 0x24,
    );
  if (at + header.fileBytes > bytes.length || header.fileBytes < HEADER_BYTES)
    log.add(
      'file-size',
      () => `declared ${header.fileBytes} bytes, there are ${bytes.length - at}`,
      at + 0x20,
    );
}
