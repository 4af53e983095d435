import type { AnomalyLog } from '../anomaly.ts';
import type { PlistAnomalyCode } from './plist-anomaly.ts';

/**
 * Text of an XML document, by its byte order mark or by how its first bytes stand (XML 1.0, appendix F). Anything that is
 * neither UTF-16 nor UTF-32 is read as UTF-8, and as Latin-1 where it is declared so or is not UTF-8.
 */
export function decodeMarkup(bytes: Buffer, log: AnomalyLog<PlistAnomalyCode>): string {
  const [a, b, c, d] = bytes;
  if (a === 0xff && b === 0xfe) return bytes.subarray(2).toString('utf16le');
  if (a === 0xfe && b === 0xff) return swapped(bytes.subarray(2));
  if (a === 0x3c && b === 0 && d === 0 && c !== 0) return bytes.toString('utf16le');
  if (a === 0 && b === 0x3c && c === 0) return swapped(bytes);
  const body = a === 0xef && b === 0xbb && c === 0xbf ? bytes.subarray(3) : bytes;
  const declared = /^<\?xml[^>]{0,200}encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})/.exec(
    body.toString('latin1', 0, 300),
  );
  try {
    const label = declared?.[1]?.toLowerCase() ?? 'utf-8';
    return new TextDecoder(label.startsWith('utf-16') ? 'utf-8' : label, { fatal: true }).decode(body);
  } catch {
    log.add(
      'bad-encoding',
      'the text is not in the encoding it declares; unreadable characters were replaced',
    );
    return body.toString('utf8');
  }
}

function swapped(bytes: Buffer): string {
  return Buffer.from(bytes.subarray(0, bytes.length & ~1))
    .swap16()
    .toString('utf16le');
}
