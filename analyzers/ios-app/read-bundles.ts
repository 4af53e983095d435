import type { AppFile, AppFiles } from '../../src/apps/index.ts';
import { dictAt, type PlistDict, readPlist, rootDict, textAt } from '../../src/formats/index.ts';
import type { NestedBundle } from './ios-app.ts';

const MAX_BUNDLES = 300;
const MAX_BYTES = 512 * 1024;
const place =
  /^(?:[^/]+\/){0,8}(Frameworks\/[^/]+\.framework|PlugIns\/[^/]+\.appex|Extensions\/[^/]+\.appex|Watch\/[^/]+\.app|AppClips\/[^/]+\.app)\/Info\.plist$/;

/** Frameworks, extensions, watch apps and app clips inside the app: each has an Info.plist of its own. */
export async function readBundles(files: AppFiles): Promise<NestedBundle[]> {
  const byInner = new Map<string, AppFile>();
  for (const file of files.files) if (!byInner.has(file.inner)) byInner.set(file.inner, file);
  const bundles: NestedBundle[] = [];
  for (const file of files.files) {
    if (bundles.length >= MAX_BUNDLES) break;
    if (file.inner.length > 600 || !place.test(file.inner)) continue;
    const dict = rootDict(readPlist((await files.open(file, MAX_BYTES)).bytes));
    const path = file.inner.slice(0, -'/Info.plist'.length);
    const executable = textAt(dict, 'CFBundleExecutable', 500) ?? /([^/]+)\.[a-z]+$/.exec(path)?.[1];
    bundles.push({
      kind: kindOf(path),
      path,
      bundleId: textAt(dict, 'CFBundleIdentifier', 500),
      executable: executable === undefined ? undefined : byInner.get(`${path}/${executable}`),
      extensionPoint: extensionPointOf(dict),
    });
  }
  return bundles;
}

function kindOf(path: string): NestedBundle['kind'] {
  if (path.endsWith('.framework')) return 'framework';
  if (path.endsWith('.appex')) return 'extension';
  if (/(^|\/)Watch\/[^/]+$/.test(path)) return 'watch-app';
  return /(^|\/)AppClips\/[^/]+$/.test(path) ? 'app-clip' : 'bundle';
}

function extensionPointOf(dict: PlistDict | undefined): string | undefined {
  return (
    textAt(dictAt(dict, 'NSExtension'), 'NSExtensionPointIdentifier', 200) ??
    textAt(dictAt(dict, 'EXAppExtensionAttributes'), 'EXExtensionPointIdentifier', 200)
  );
}
