/** A section of a JAR manifest or signature file: attributes up to an empty line. */
export interface JarSection {
  /** Of `Name`, where that is its first attribute. */
  readonly name: string | undefined;
  /** The bytes that a signature file digests, the empty line included. */
  readonly start: number;
  readonly end: number;
  /** Names in lower case; of an attribute given twice the first. */
  readonly attributes: ReadonlyMap<string, string>;
}

const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;

/**
 * Splits a manifest into sections (JAR File Specification, "JAR Manifest"; lines end in CR LF, CR or LF, and a line that
 * begins with a space goes on with the one before). The first is the main section. Linear in the bytes; never throws.
 */
export function* readJarSections(bytes: Buffer): Generator<JarSection> {
  let start = 0;
  let lines: Buffer[][] = [];
  for (const { from, to, next } of readLines(bytes)) {
    if (from === to) {
      if (lines.length > 0) yield buildSection(lines, start, next);
      lines = [];
      start = next;
      continue;
    }
    const continued = lines.length > 0 && bytes[from] === SPACE;
    if (continued) lines.at(-1)!.push(bytes.subarray(from + 1, to));
    else lines.push([bytes.subarray(from, to)]);
  }
  if (lines.length > 0) yield buildSection(lines, start, bytes.length);
}

function* readLines(bytes: Buffer): Generator<{ from: number; to: number; next: number }> {
  let nextLf = bytes.indexOf(LF);
  let nextCr = bytes.indexOf(CR);
  for (let from = 0; from < bytes.length; ) {
    if (nextLf >= 0 && nextLf < from) nextLf = bytes.indexOf(LF, from);
    if (nextCr >= 0 && nextCr < from) nextCr = bytes.indexOf(CR, from);
    const ends = [nextLf, nextCr].filter((at) => at >= 0);
    const to = ends.length > 0 ? Math.min(...ends) : bytes.length;
    const next = Math.min(bytes.length, to + (bytes[to] === CR && bytes[to + 1] === LF ? 2 : 1));
    yield { from, to, next };
    from = next;
  }
}

function buildSection(lines: readonly Buffer[][], start: number, end: number): JarSection {
  const attributes = new Map<string, string>();
  let name: string | undefined;
  for (const [index, pieces] of lines.entries()) {
    const line = Buffer.concat(pieces).toString('utf8');
    const colon = line.indexOf(': ');
    const key = (colon < 0 ? line : line.slice(0, colon)).toLowerCase();
    const value = colon < 0 ? '' : line.slice(colon + 2);
    if (index === 0 && key === 'name') name = value;
    if (!attributes.has(key)) attributes.set(key, value);
  }
  return { name, start, end, attributes };
}
