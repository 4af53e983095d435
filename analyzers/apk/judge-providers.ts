import { findEntry, readAxml, readEntry, type Zip } from '../../src/formats/index.ts';
import type { App, Component } from './app.ts';
import type { FindingInput } from './finding-input.ts';

/** A folder that a FileProvider opens: the kind of its root, and the path below it. */
export interface OpenedFolder {
  readonly provider: string;
  readonly root: string;
  readonly path: string;
}

const MAX_BYTES = 256 * 1024;
const MAX_PROVIDERS = 20;

/** Reads which folders the app's FileProviders open (developer.android.com, "FileProvider"). */
export async function readOpenedFolders(zip: Zip, { components }: App): Promise<OpenedFolder[]> {
  const providers = components.filter((one) => one.pathsEntry !== undefined).slice(0, MAX_PROVIDERS);
  const folders: OpenedFolder[] = [];
  for (const { name, pathsEntry } of providers) {
    const entry = findEntry(zip, pathsEntry!);
    const root = entry && readAxml((await readEntry(zip, entry, MAX_BYTES)).bytes).root;
    for (const element of root?.children.slice(0, 50) ?? []) {
      const path = element.attributes.find((attribute) => attribute.name === 'path');
      const written = path?.value.kind === 'string' ? path.value.text : (path?.raw ?? '');
      folders.push({ provider: name, root: element.name.slice(0, 60), path: written.slice(0, 300) });
    }
  }
  return folders;
}

/** A provider that opens the whole device is what installers of further apps carry. */
export function judgeOpenedFolders(app: App, folders: readonly OpenedFolder[]): FindingInput[] {
  const whole = folders.filter(({ root, path }) => root === 'root-path' && /^[./]*$/.test(path));
  const owners = new Set(whole.map(({ provider }) => provider));
  const providers: Component[] = app.components.filter(({ name }) => owners.has(name));
  if (providers.length === 0) return [];
  return [
    {
      id: 'manifest/file-provider-root',
      title: 'The app can hand any of its readable files to other apps',
      detail: `A FileProvider (${[...owners].join(', ').slice(0, 500)}) is set up for the root folder. Apps that download and install further apps are often built so; so are careless honest ones.`,
      severity: 'low',
      techniques: ['T1407'],
      locations: providers
        .slice(0, 10)
        .map(({ offset }) => ({ kind: 'entry', path: 'AndroidManifest.xml', offset })),
    },
  ];
}
