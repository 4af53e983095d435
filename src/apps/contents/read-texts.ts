import { readAxml, readZip, sourceOf } from '../../formats/index.ts';
import type { AppFile, AppFiles } from '../app-files.ts';
import type { AppText, TextOrigin } from '../texts/app-text.ts';
import { splitText } from '../texts/split-text.ts';
import { zipAppFiles } from '../zip-app-files.ts';

const programs = /\.(js|mjs|cjs|jsbundle|bundle|ts|lua|py|vue|nvue|css|map|wxs)$/i;
const data = /\.(json|properties|ini|conf|cfg|ya?ml|env|toml|config|xml|plist|strings)$/i;

/** A file of text: a script, markup, data or prose. */
export function* readTextFile(file: AppFile, bytes: Buffer): Generator<AppText> {
  const [origin, kind] = describeText(file.inner);
  const marked = bytes.length >= 2 ? bytes.readUInt16LE(0) : 0;
  const text =
    marked === 0xfeff
      ? bytes.toString('utf16le', 2)
      : marked === 0xfffe
        ? Buffer.from(bytes.subarray(2, bytes.length & ~1))
            .swap16()
            .toString('utf16le')
        : bytes.toString('utf8');
  yield* splitText({ path: file.path.slice(0, 4096), text, how: kind, origin });
}

function describeText(inner: string): [TextOrigin, string] {
  if (programs.test(inner)) return ['script', 'text in a script'];
  if (data.test(inner)) return ['asset', 'text in a data file'];
  return ['asset', 'text in a file of the app'];
}

/** Attributes and words of a compiled Android XML file other than the manifest. */
export function* readAndroidXml(file: AppFile, bytes: Buffer): Generator<AppText> {
  const { root } = readAxml(bytes);
  if (!root) return;
  const open = [root];
  for (let element = open.pop(); element; element = open.pop()) {
    for (const { name, raw } of element.attributes)
      if (raw !== undefined && raw.length > 3)
        yield {
          text: raw,
          location: { kind: 'entry', path: file.path.slice(0, 4096) },
          how: `attribute of a resource file`,
          origin: 'resource',
          name,
        };
    open.push(...element.children);
  }
}

const NESTED_FILES = 5000;
const NESTED_BYTES = 48 * 1024 * 1024;

/** The files of an archive inside the app, such as a .wgt package, unless it is an app: their paths are `outer!/inner`. One level only. */
export async function openArchive(
  file: AppFile,
  bytes: Buffer,
  platform: AppFiles['platform'],
): Promise<AppFiles> {
  const zip = await readZip(sourceOf(bytes), { maxEntries: NESTED_FILES });
  // An app inside an app is handed on and examined by itself.
  if (!zip || zip.entries.some(({ name }) => name === 'AndroidManifest.xml' || name.startsWith('Payload/')))
    return { platform, files: [], open: async () => ({ bytes: Buffer.alloc(0), complete: false }) };
  const inside = zipAppFiles(zip, platform);
  const renamed = new Map<AppFile, AppFile>();
  for (const one of inside.files)
    renamed.set({ path: `${file.path}!/${one.path}`, inner: one.inner, bytes: one.bytes }, one);
  return {
    platform,
    files: [...renamed.keys()],
    open: async (one, maxBytes) => {
      const original = renamed.get(one);
      return original
        ? inside.open(original, Math.min(maxBytes, NESTED_BYTES))
        : { bytes: Buffer.alloc(0), complete: false };
    },
  };
}
