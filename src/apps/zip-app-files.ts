import { readEntry, type Zip, type ZipEntry } from '../formats/index.ts';
import type { AppFile, AppFiles } from './app-files.ts';

/** The files of an app packed in a ZIP: an APK or an IPA. `root`: the folder before the app's own files, if any. */
export function zipAppFiles(zip: Zip, platform: AppFiles['platform'], root = ''): AppFiles {
  const entries = new Map<AppFile, ZipEntry>();
  for (const entry of zip.entries) {
    if (entry.isFolder || !entry.name.startsWith(root)) continue;
    entries.set({ path: entry.name, inner: entry.name.slice(root.length), bytes: entry.bytes }, entry);
  }
  return {
    platform,
    files: [...entries.keys()],
    open: async (file, maxBytes) => {
      const entry = entries.get(file);
      if (!entry) return { bytes: Buffer.alloc(0), complete: false };
      const { bytes, complete } = await readEntry(zip, entry, maxBytes);
      return { bytes, complete };
    },
  };
}
