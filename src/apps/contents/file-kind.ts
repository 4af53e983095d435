import { isHermes } from '../../formats/index.ts';
import type { AppFile } from '../app-files.ts';

/** How a file of an app is read for its texts. */
export type FileKind =
  | 'native'
  | 'dart'
  | 'hermes'
  | 'unity'
  | 'dotnet'
  | 'text'
  | 'android-xml'
  | 'database'
  | 'archive'
  | 'gzip'
  | 'encrypted-script'
  | 'binary'
  | 'skip';

/** Made of pixels, samples and outlines. */
const media =
  /\.(png|jpe?g|gif|webp|bmp|ico|svga|mp3|mp4|m4a|ogg|wav|aac|amr|mov|avi|webm|ttf|otf|ttc|woff2?|eot|car|ktx|pvr|astc|basis|fnt|icns|metallib)$/i;
/** Python for Android keeps its program under the name of a song. */
const falseMedia = /^assets\/private\.mp3$/;
/** Read by others, or made by tools that put no text of the app's makers in. */
const elsewhere =
  /^(AndroidManifest\.xml|resources\.arsc|META-INF\/.*|.*\.(odex|vdex|arsc|nib|storyboardc|mobileprovision|kotlin_builtins|kotlin_module|version|proto|tflite|momd?|omo))$/i;
const scripts =
  /\.(js|mjs|cjs|jsbundle|bundle|json|html?|css|lua|py|txt|xml|properties|ini|conf|cfg|ya?ml|wxml|vue|ts|nvue|strings|plist|csv|md|sql|config|env|toml|har|map)$/i;
const MAX_HEAD = 4096;

/** A picture, sound or font by its name: not searched for text. */
const isMedia = ({ inner }: AppFile): boolean => media.test(inner) && !falseMedia.test(inner);

/** From the name alone: what need not be opened. */
export function isSkipped(file: AppFile): boolean {
  return isMedia(file) || elsewhere.test(file.inner) || file.bytes < 4;
}

/** From name and first bytes. */
export function kindOf(file: AppFile, bytes: Buffer): FileKind {
  const name = file.inner.slice(file.inner.lastIndexOf('/') + 1);
  const head = bytes.toString('latin1', 0, 16);
  if (head.startsWith('dex\n') || head.startsWith('cdex')) return 'skip';
  if (isHermes(bytes)) return 'hermes';
  if (/^(libapp\.so|App)$/.test(name) && bytes.includes('Dart', 0, 'latin1')) return 'dart';
  if (name === 'libapp.so' || /^Frameworks\/App\.framework\/App$/.test(file.inner)) return 'dart';
  if (head.startsWith('\xaf\x1b\xb1\xfa')) return 'unity';
  if (isDotnet(file.inner, head)) return 'dotnet';
  if (head.startsWith('\x7fELF')) return 'native';
  if (/^(\xfe\xed\xfa[\xce\xcf]|[\xce\xcf]\xfa\xed\xfe|\xca\xfe\xba\xbe)/.test(head)) return 'skip';
  if (head.startsWith('SQLite format 3\0')) return 'database';
  if (head.startsWith('PK\x03\x04')) return 'archive';
  if (head.startsWith('\x1f\x8b\x08')) return 'gzip';
  if (head.startsWith('\x03\x00\x08\x00')) return 'android-xml';
  if (isText(bytes.subarray(0, MAX_HEAD))) return 'text';
  if (/\.(jsc|confusion)$/i.test(name)) return 'encrypted-script';
  if (head.startsWith('bplist00')) return 'binary';
  return scripts.test(name) && bytes.length >= 64 && looksEncrypted(bytes) ? 'encrypted-script' : 'binary';
}

function isDotnet(inner: string, head: string): boolean {
  if (head.startsWith('XABA') || head.startsWith('XALZ')) return true;
  if (/(^|\/)(libassemblies\.[^/]*\.blob\.so|assemblies[^/]*\.blob|lib_[^/]+\.dll\.so)$/.test(inner))
    return true;
  return /\.(dll|exe)$/i.test(inner) && head.startsWith('MZ');
}

/** UTF-8 or UTF-16 with a mark, and hardly a control character. */
export function isText(head: Buffer): boolean {
  if (head.length >= 2 && (head.readUInt16LE(0) === 0xfeff || head.readUInt16LE(0) === 0xfffe)) return true;
  let odd = 0;
  for (const byte of head) if (byte < 9 || (byte > 13 && byte < 32 && byte !== 27) || byte === 127) odd += 1;
  if (odd * 50 > head.length) return false;
  const text = head.toString('utf8');
  let broken = 0;
  for (let at = text.indexOf('\ufffd'); at >= 0; at = text.indexOf('\ufffd', at + 1)) broken += 1;
  // One character may be cut at the end.
  return broken <= 1 + head.length / 100;
}

/** Near-random bytes: more than 7.2 bits per byte of entropy, less for short files that cannot reach it. */
export function looksEncrypted(bytes: Buffer): boolean {
  const sample = bytes.subarray(0, 65_536);
  const counts = new Uint32Array(256);
  for (const byte of sample) counts[byte] = (counts[byte] ?? 0) + 1;
  let entropy = 0;
  for (const count of counts)
    if (count > 0) entropy -= (count / sample.length) * Math.log2(count / sample.length);
  return entropy > Math.min(7.2, Math.log2(sample.length) * 0.85);
}
