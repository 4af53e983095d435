import type { AppFiles } from '../../src/apps/index.ts';
import { isDict, type PlistDict, readPlist, rootDict } from '../../src/formats/index.ts';

/** The app's own texts of one language, as far as they stand in for Info.plist. */
export interface Localisation {
  /** As the folder is named: `zh-Hans`, `English`. */
  readonly language: string;
  readonly table: PlistDict;
}

const MAX_FILES = 300;
const MAX_BYTES = 512 * 1024;

/** `<language>.lproj/InfoPlist.strings` of every language, and the newer `InfoPlist.loctable` that holds all of them. */
export async function readLocalisations(files: AppFiles): Promise<Localisation[]> {
  const found: Localisation[] = [];
  const candidates = files.files.filter(({ inner }) =>
    /^([^/]+\.lproj\/InfoPlist\.strings|InfoPlist\.loctable)$/.test(inner),
  );
  for (const file of candidates.slice(0, MAX_FILES)) {
    const table = rootDict(readPlist((await files.open(file, MAX_BYTES)).bytes));
    if (!table) continue;
    const folder = /^([^/]+)\.lproj\//.exec(file.inner)?.[1];
    if (folder !== undefined) found.push({ language: folder.slice(0, 60), table });
    else
      for (const [language, texts] of [...table].slice(0, MAX_FILES))
        if (isDict(texts)) found.push({ language: language.slice(0, 60), table: texts });
  }
  return found;
}
