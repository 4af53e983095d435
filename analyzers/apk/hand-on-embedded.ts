import { handOnFiles } from '../../src/apps/index.ts';
import type { Sink } from '../../src/contract/index.ts';
import { readStart, streamEntry, unmask, type Zip, type ZipEntry } from '../../src/formats/index.ts';

/** Marks of what can carry code of its own. */
const marks: readonly (readonly [string, string])[] = [
  ['PK\x03\x04', 'archive or app'],
  ['dex\n', 'Android program'],
  ['\x7fELF', 'native program'],
];
const MAX_LOOKED_AT = 3000;
const LEAST_BYTES = 100;

interface Embedded {
  readonly entry: ZipEntry;
  readonly kind: string;
  /** Of the XOR that covers it; undefined: it lies open. */
  readonly key: Buffer | undefined;
}

/** Everything but what the app's own package is made of: its program, libraries, manifest, resources, signatures. */
const ownParts = /^(META-INF\/|lib\/|res\/(?!raw\/)|AndroidManifest\.xml$|resources\.arsc$|kotlin\/)/;

/**
 * Looks at the first bytes of the app's data files and hands on those that are programs or archives themselves, to be
 * examined by what they are. Where a dropper keeps its second app.
 */
export async function handOnEmbedded(zip: Zip, sink: Sink): Promise<void> {
  const data = zip.entries.filter(
    (entry) => !ownParts.test(entry.name) && !entry.isFolder && entry.compressedBytes >= LEAST_BYTES,
  );
  const found: Embedded[] = [];
  for (const entry of data.slice(0, MAX_LOOKED_AT)) {
    const start = await nameStart(zip, entry);
    if (start) found.push({ entry, ...start });
  }
  sink.examined(`first bytes of ${Math.min(data.length, MAX_LOOKED_AT)} data files`);
  if (data.length > MAX_LOOKED_AT)
    sink.notExamined(
      'further data files',
      'not-run',
      `There are ${data.length}; the first ${MAX_LOOKED_AT} were looked at.`,
    );
  if (found.length > 0) await tell(zip, found, sink);
}

async function nameStart(zip: Zip, entry: ZipEntry): Promise<Omit<Embedded, 'entry'> | undefined> {
  const start = await readStart(zip, entry, 256);
  const kind = marks.find(([mark]) => start.toString('latin1', 0, 4) === mark)?.[1];
  // The app's own program, and libraries at the root that the loader finds by their place.
  if (kind !== undefined) return /^classes\d*\.dex$/.test(entry.name) ? undefined : { kind, key: undefined };
  const clear = unmask(start);
  return clear && { kind: `${clear.kind} under a mask`, key: Buffer.from(clear.key, 'hex') };
}

async function tell(zip: Zip, found: readonly Embedded[], sink: Sink): Promise<void> {
  sink.fact(
    'embedded',
    found
      .slice(0, 200)
      .map(({ entry, kind }) => ({ entry: entry.name.slice(0, 300), kind, bytes: entry.bytes })),
  );
  sink.finding({
    id: 'contents/embedded-programs',
    title: 'Programs or archives are packed inside the app’s data',
    detail: `${found
      .slice(0, 10)
      .map(({ entry, kind }) => `${entry.name.slice(0, 150)} (${kind})`)
      .join(
        ', ',
      )}${found.length > 10 ? ', …' : ''}. They are handed on and examined by themselves, but for any that the coverage names. Droppers carry their second app this way; honest apps pack data into archives too.`,
    severity: 'low',
    locations: found.slice(0, 100).map(({ entry }) => ({ kind: 'entry', path: entry.name.slice(0, 4096) })),
    measure: { name: 'embedded files', value: found.length, unit: 'count' },
  });
  await handOnFiles(
    sink,
    found.map(({ entry, key }) => ({ name: entry.name, open: () => takeOff(streamEntry(zip, entry), key) })),
  );
}

/** Takes a repeating XOR off a stream. */
async function* takeOff(chunks: AsyncIterable<Buffer>, key: Buffer | undefined): AsyncGenerator<Buffer> {
  let at = 0;
  for await (const chunk of chunks) {
    if (!key) yield chunk;
    else {
      const clear = Buffer.from(chunk);
      for (let index = 0; index < clear.length; index++, at++)
        clear[index] = (clear[index] ?? 0) ^ (key[at % key.length] ?? 0);
      yield clear;
    }
  }
}
