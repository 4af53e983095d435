import type { MediaType } from '../../contract/index.ts';
import type { ByteSource } from '../source.ts';

export const ASPEN = 'application/x-apple-aspen-config';
/** A provisioning profile; no type is registered for it. */
export const PROVISION = 'application/x-apple-mobileprovision';

const LOOKED_AT = 4 * 1024 * 1024;
const open: ReadonlySet<MediaType> = new Set(['application/pkcs7-mime', 'application/x-plist']);

/**
 * What Apple’s systems would take a signed message or binary property list for, by the keys that stand in it: a
 * configuration profile or a provisioning profile. Undefined: neither. The whole is read by the analyzer; here words do.
 */
export async function nameApple(source: ByteSource, type: MediaType): Promise<MediaType | undefined> {
  if (!open.has(type)) return undefined;
  const bytes = await source.read(0, LOOKED_AT);
  const signed = type === 'application/pkcs7-mime';
  const has = (word: string): boolean =>
    bytes.includes(word, 0, 'latin1') || bytes.includes(word, 0, 'utf16le') || bytes.includes(swapped(word));
  if (signed && !has('<plist') && !has('bplist00')) return undefined;
  if (has('DeveloperCertificates') && has('Entitlements')) return PROVISION;
  return has('PayloadType') || has('PayloadContent') ? ASPEN : undefined;
}

function swapped(word: string): Buffer {
  return Buffer.from(word, 'utf16le').swap16();
}
