import { createHash } from 'node:crypto';

/** What the signer vouches for: a hash of each page of the program and of the files that describe it. */
export interface CodeDirectory {
  readonly identifier: string;
  readonly teamId: string | undefined;
  readonly hash: 'sha1' | 'sha256' | 'sha384' | 'unknown';
  readonly hashBytes: number;
  readonly flags: number;
  /** First 20 bytes of the directory's SHA-256, as Apple's tools print it; undefined for other hashes. */
  readonly cdHash: string | undefined;
  /** Whether the program's bytes are those that were signed. */
  readonly pages: 'match' | 'differ' | 'not-checked';
  /** Hashes of Info.plist (1), requirements (2), CodeResources (3), entitlements (5, 7) by number. */
  readonly special: ReadonlyMap<number, Buffer>;
  /** Parts of the signature itself that are not as signed. */
  readonly changedParts: readonly number[];
}

const hashes = ['unknown', 'sha1', 'sha256', 'sha256', 'sha384'] as const;
/** The program is signed by nobody (cs_blobs.h, CS_ADHOC). */
export const CS_ADHOC = 0x2;
const MAX_SPECIAL = 16;

/** Reads a CodeDirectory blob (cs_blobs.h) and checks it against `code`, the bytes before the signature. */
export function readCodeDirectory(
  blob: Buffer,
  code: Buffer,
  parts: ReadonlyMap<number, Buffer>,
): CodeDirectory | undefined {
  if (blob.length < 44) return undefined;
  const version = blob.readUInt32BE(8);
  const hashOffset = blob.readUInt32BE(16);
  const hashBytes = blob[36]!;
  const hash = hashes[blob[37]!] ?? 'unknown';
  const special = new Map<number, Buffer>();
  for (let slot = 1; slot <= Math.min(blob.readUInt32BE(24), MAX_SPECIAL); slot++) {
    const at = hashOffset - slot * hashBytes;
    if (at >= 44 && at + hashBytes <= blob.length) special.set(slot, blob.subarray(at, at + hashBytes));
  }
  const teamOffset = version >= 0x20200 && blob.length >= 52 ? blob.readUInt32BE(48) : 0;
  return {
    identifier: textAt(blob, blob.readUInt32BE(20)),
    teamId: teamOffset > 0 ? textAt(blob, teamOffset) : undefined,
    hash,
    hashBytes,
    flags: blob.readUInt32BE(12),
    cdHash: hash === 'sha256' ? createHash('sha256').update(blob).digest('hex').slice(0, 40) : undefined,
    pages: checkPages(blob, code, { hash, hashBytes, hashOffset }),
    special,
    changedParts: [...parts]
      .filter(([slot, bytes]) => {
        const expected = special.get(slot);
        return expected?.some((byte) => byte !== 0) && !matchesHash(bytes, hash, expected);
      })
      .map(([slot]) => slot),
  };
}

/** True: `bytes` are what `expected`, a hash of this kind, stands for. Hashes may be cut short. */
export function matchesHash(bytes: Buffer, hash: CodeDirectory['hash'], expected: Buffer): boolean {
  if (hash === 'unknown') return true;
  return createHash(hash).update(bytes).digest().subarray(0, expected.length).equals(expected);
}

function checkPages(
  blob: Buffer,
  code: Buffer,
  { hash, hashBytes, hashOffset }: Pick<CodeDirectory, 'hash' | 'hashBytes'> & { hashOffset: number },
): CodeDirectory['pages'] {
  const slots = blob.readUInt32BE(28);
  const limit = blob.readUInt32BE(32);
  // Apple's tools write pages of 4 or 16 KiB, or one page for all; smaller ones would only cost.
  const shift = blob[39]!;
  if (shift !== 0 && (shift < 12 || shift > 20)) return 'not-checked';
  const pageBytes = shift === 0 ? limit : 2 ** shift;
  if (hash === 'unknown' || hashBytes === 0 || limit === 0 || limit > code.length) return 'not-checked';
  if (hashOffset + slots * hashBytes > blob.length || Math.ceil(limit / pageBytes) !== slots)
    return 'not-checked';
  for (let i = 0; i < slots; i++) {
    const page = code.subarray(i * pageBytes, Math.min(limit, (i + 1) * pageBytes));
    const expected = blob.subarray(hashOffset + i * hashBytes, hashOffset + (i + 1) * hashBytes);
    if (!matchesHash(page, hash, expected)) return 'differ';
  }
  return 'match';
}

function textAt(blob: Buffer, at: number): string {
  const part = blob.subarray(Math.min(at, blob.length), Math.min(at + 500, blob.length));
  const end = part.indexOf(0);
  return part.toString('utf8', 0, end < 0 ? part.length : end);
}
