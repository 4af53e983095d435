/** Decodes modified UTF-8 (dex-format, "MUTF-8"): NUL as two bytes, each surrogate as three. Bad bytes become U+FFFD. */
export function decodeMutf8(bytes: Buffer, start: number, end: number): string {
  for (let at = start; at < end; at++)
    if (bytes[at]! > 0x7f) return bytes.toString('latin1', start, at) + decodeWide(bytes, at, end);
  return bytes.toString('latin1', start, end);
}

const CHUNK = 4096;

function decodeWide(bytes: Buffer, start: number, end: number): string {
  let text = '';
  let units: number[] = [];
  for (let at = start; at < end; ) {
    const lead = bytes[at]!;
    const length = lead < 0x80 ? 1 : lead >>> 5 === 6 ? 2 : lead >>> 4 === 14 ? 3 : 0;
    const unit = length === 0 || at + length > end ? -1 : unitAt(bytes, at, length);
    units.push(unit < 0 ? 0xfffd : unit);
    at += unit < 0 ? 1 : length;
    if (units.length < CHUNK) continue;
    text += String.fromCharCode(...units);
    units = [];
  }
  return text + String.fromCharCode(...units);
}

function unitAt(bytes: Buffer, at: number, length: number): number {
  const lead = bytes[at]!;
  if (length === 1) return lead;
  const second = bytes[at + 1]!;
  if (second >>> 6 !== 2) return -1;
  if (length === 2) return ((lead & 0x1f) << 6) | (second & 0x3f);
  const third = bytes[at + 2]!;
  return third >>> 6 === 2 ? ((lead & 0x0f) << 12) | ((second & 0x3f) << 6) | (third & 0x3f) : -1;
}
