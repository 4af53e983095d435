import type { Sink } from '../../src/contract/index.ts';
import { streamEntry, type Zip, type ZipEntry } from '../../src/formats/index.ts';

/** Marks of what is worth an examination of its own, as Latin-1. */
const marks: readonly (readonly [mark: string, kind: string])[] = [
  ['PK\x03\x04', 'archive or app'],
  ['dex\n', 'Android program'],
  ['\x7fELF', 'Linux program'],
  ['MZ\x90\0', 'Windows program'],
  ['%PDF', 'document'],
];
const MAX_LOOKED_AT = 4000;
const MAX_BYTES = 64 * 1024 * 1024;
const MAX_TOTAL_BYTES = 192 * 1024 * 1024;
const LEAST_BYTES = 100;
/** Read by this analyzer, or pictures that are no evidence by themselves. */
const own = /\.(png|jpe?g|gif|plist|strings|nib|car|mom|lproj|ttf|otf|caf|mp3)$/i;

/** Looks at the first bytes of the app's data files and hands on archives and programs for other systems. */
export async function handOnEmbedded(zip: Zip, sink: Sink): Promise<void> {
  const data = zip.entries.filter(
    ({ name, isFolder, compressedBytes }) => !isFolder && compressedBytes >= LEAST_BYTES && !own.test(name),
  );
  const found: { entry: ZipEntry; kind: string }[] = [];
  for (const entry of data.slice(0, MAX_LOOKED_AT)) {
    const kind = await nameStart(zip, entry);
    if (kind) found.push({ entry, kind });
  }
  sink.examined(`first bytes of ${Math.min(data.length, MAX_LOOKED_AT)} data files`);
  if (data.length > MAX_LOOKED_AT)
    sink.notExamined(
      'further data files',
      'not-run',
      `There are ${data.length}; ${MAX_LOOKED_AT} were looked at.`,
    );
  if (found.length === 0) return;
  sink.fact(
    'embedded',
    found
      .slice(0, 200)
      .map(({ entry, kind }) => ({ entry: entry.name.slice(0, 300), kind, bytes: entry.bytes })),
  );
  sink.finding({
    id: 'contents/embedded-programs',
    title: 'Archives, documents or programs are packed inside the app',
    detail: `${found
      .slice(0, 10)
      .map(({ entry, kind }) => `${entry.name.slice(0, 150)} (${kind})`)
      .join(', ')}${found.length > 10 ? ', …' : ''}. They were handed on and are examined by themselves.`,
    severity: 'info',
    measure: { name: 'embedded files', value: found.length, unit: 'count' },
    locations: found.slice(0, 100).map(({ entry }) => ({ kind: 'entry', path: entry.name.slice(0, 4096) })),
  });
  await handOn(
    zip,
    found.map(({ entry }) => entry),
    sink,
  );
}

async function nameStart(zip: Zip, entry: ZipEntry): Promise<string | undefined> {
  try {
    for await (const chunk of streamEntry(zip, entry))
      return marks.find(([mark]) => chunk.toString('latin1', 0, 4) === mark)?.[1];
  } catch {
    // Broken data carries nothing that could be handed on.
  }
  return undefined;
}

async function handOn(zip: Zip, entries: readonly ZipEntry[], sink: Sink): Promise<void> {
  const budget = { left: MAX_TOTAL_BYTES };
  for (const entry of entries) {
    try {
      const from = meter(streamEntry(zip, entry), budget);
      if (await sink.child({ claimedName: entry.name.slice(0, 1024), relation: 'extracted-from', from }))
        continue;
      sink.notExamined(
        'further embedded files',
        'not-run',
        `${entries.length} were found, more than may be handed on.`,
      );
      return;
    } catch (error) {
      sink.notExamined(
        entry.name.slice(0, 300) || 'a file',
        'not-examinable',
        (error as Error).message.slice(0, 300),
      );
    }
  }
}

/** Counts what is really unpacked: declared sizes may lie. */
async function* meter(chunks: AsyncIterable<Buffer>, budget: { left: number }): AsyncGenerator<Buffer> {
  let own = 0;
  for await (const chunk of chunks) {
    own += chunk.length;
    budget.left -= chunk.length;
    if (own > MAX_BYTES || budget.left < 0)
      throw new Error('It unpacks to more than is handed on from one app.');
    yield chunk;
  }
}
