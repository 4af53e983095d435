import { handOnFiles } from '../../src/apps/index.ts';
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
  await handOnFiles(
    sink,
    found.map(({ entry }) => ({ name: entry.name, open: () => streamEntry(zip, entry) })),
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
