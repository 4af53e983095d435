import type { AppFile, AppFiles } from '../../src/apps/index.ts';

/** The files of an app that a test makes up: path → content. */
export function filesOf(
  contents: Readonly<Record<string, Buffer | string>>,
  platform: AppFiles['platform'] = 'android',
): AppFiles {
  const bytesOf = new Map<AppFile, Buffer>();
  for (const [path, content] of Object.entries(contents)) {
    const bytes = Buffer.from(content as string);
    bytesOf.set({ path, inner: path.replace(/^Payload\/[^/]+\.app\//, ''), bytes: bytes.length }, bytes);
  }
  return {
    platform,
    files: [...bytesOf.keys()],
    open: async (file, maxBytes) => {
      const bytes = bytesOf.get(file) ?? Buffer.alloc(0);
      return { bytes: bytes.subarray(0, maxBytes), complete: bytes.length <= maxBytes };
    },
  };
}
