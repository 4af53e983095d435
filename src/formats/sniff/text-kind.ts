import type { MediaType } from '../../contract/index.ts';
import { ASPEN, PROVISION } from './apple-kind.ts';

export type Charset = 'us-ascii' | 'utf-8' | 'utf-16le' | 'utf-16be' | 'unknown-8bit';

export interface TextKind {
  readonly type: MediaType;
  readonly charset: Charset;
}

/**
 * Names text by content. Play lists and stream descriptions get their own types, because a media player that is given one
 * under the name of a video opens whatever it lists: they must never be taken for media. Undefined: not text.
 */
export function nameText(head: Buffer): TextKind | undefined {
  const decoded = decodeText(head);
  if (!decoded) return undefined;
  return { type: nameContent(decoded.text), charset: decoded.charset };
}

function decodeText(head: Buffer): { text: string; charset: Charset } | undefined {
  if (head.length === 0) return undefined;
  if (head[0] === 0xff && head[1] === 0xfe) return asText(head.subarray(2).toString('utf16le'), 'utf-16le');
  if (head[0] === 0xfe && head[1] === 0xff) return asText(swapBytes(head.subarray(2)), 'utf-16be');
  const zeros = countZeros(head);
  if (zeros.odd > head.length / 4 && zeros.even === 0) return asText(head.toString('utf16le'), 'utf-16le');
  if (zeros.even > head.length / 4 && zeros.odd === 0) return asText(swapBytes(head), 'utf-16be');
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    return asText(text, head.every((byte) => byte < 0x80) ? 'us-ascii' : 'utf-8');
  } catch {
    return asText(head.toString('latin1'), 'unknown-8bit');
  }
}

/** Refuses what holds control characters that no text has, or mostly bytes that no eight-bit alphabet uses. */
function asText(text: string, charset: Charset): { text: string; charset: Charset } | undefined {
  const sample = text.slice(0, 16_384);
  if (/[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/.test(sample)) return undefined;
  if (charset !== 'unknown-8bit') return { text, charset };
  const plain = sample.match(/[\t\n\r\u0020-\u007e]/g)?.length ?? 0;
  const high = sample.length - plain;
  return sample.length >= 16 && (plain > sample.length * 0.3 || high > sample.length * 0.95)
    ? { text, charset }
    : undefined;
}

const mailHeader =
  /^(from|to|subject|date|message-id|received|return-path|delivered-to|mime-version|x-[a-z0-9-]{1,60}):/i;

function nameContent(whole: string): MediaType {
  const text = whole.replace(/^[\ufeff\s]+/, '');
  if (text.startsWith('#EXTM3U') || /^#EXT-X-[A-Z]/m.test(text.slice(0, 4096)))
    return 'application/vnd.apple.mpegurl';
  if (/^ffconcat version/i.test(text)) return 'text/x-ffconcat';
  if (text.startsWith(';FFMETADATA')) return 'text/x-ffmetadata';
  if (/^(#[^\n]*\n|\s)*file\s+\S/.test(text.slice(0, 4096)) && /^duration |^inpoint |^file /m.test(text))
    return 'text/x-ffconcat';
  if (/^v=0\r?\n/.test(text) && /^[om]=/m.test(text)) return 'application/sdp';
  if (/^\[playlist\]/i.test(text)) return 'audio/x-scpls';
  if (text.startsWith('#!')) return 'text/x-shellscript';
  if (text.startsWith('-----BEGIN ')) return 'application/x-pem-file';
  if (text.startsWith('{\\rtf')) return 'application/rtf';
  if (text.startsWith('<')) return nameMarkup(text.slice(0, 16_384));
  if (/^[[{]/.test(text) && looksLikeJson(text)) return 'application/json';
  if (/^BEGIN:VCARD/i.test(text)) return 'text/vcard';
  const lines = text.slice(0, 8192).split(/\r?\n/, 12);
  return lines.filter((line) => mailHeader.test(line)).length >= 3 ? 'message/rfc822' : 'text/plain';
}

function nameMarkup(text: string): MediaType {
  if (/<MPD[\s>]/.test(text)) return 'application/dash+xml';
  if (/<SmoothStreamingMedia[\s>]/.test(text)) return 'application/vnd.ms-sstr+xml';
  if (/<!doctype html|<html[\s>]|<head[\s>]|<body[\s>]|<script[\s>]/i.test(text)) return 'text/html';
  if (/<svg[\s>]/i.test(text)) return 'image/svg+xml';
  if (/<plist[\s>]/.test(text)) return namePlist(text);
  return /^<(\?xml|!--|!DOCTYPE|[A-Za-z_][\w:.-]*[\s/>])/.test(text) ? 'application/xml' : 'text/plain';
}

/** By keys that Apple's systems look for. */
function namePlist(text: string): MediaType {
  if (/<key>(DeveloperCertificates|ProvisionedDevices|ProvisionsAllDevices)<\/key>/.test(text))
    return PROVISION;
  return /PayloadType|PayloadContent/.test(text) ? ASPEN : 'application/x-plist';
}

/** Judged by its beginning only, so that a long or cut document is still named. */
function looksLikeJson(text: string): boolean {
  return /^(\{\s*("[^"\n]{0,500}"\s*:|\})|\[\s*([[{"\d\]tfn-]))/.test(text.slice(0, 2048));
}

function countZeros(head: Buffer): { even: number; odd: number } {
  let even = 0;
  let odd = 0;
  for (let at = 0; at < head.length; at++) if (head[at] === 0) at % 2 === 0 ? even++ : odd++;
  return { even, odd };
}

function swapBytes(bytes: Buffer): string {
  return Buffer.from(bytes.subarray(0, bytes.length & ~1))
    .swap16()
    .toString('utf16le');
}
