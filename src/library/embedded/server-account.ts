import { spawnSync } from 'node:child_process';
import { chown, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AssayError } from '../../contract/index.ts';
import type { Binaries } from './find-binaries.ts';

/** How the server is started, since PostgreSQL refuses to run as root. */
export type ServerAccount =
  | { readonly kind: 'self' }
  /** Root runs it as another account, which owns its files. */
  | { readonly kind: 'account'; readonly uid: number; readonly gid: number }
  /** Root runs it in a user namespace, where it has no privilege and is called `nobody`; its files stay root's. */
  | { readonly kind: 'namespace' };

const NAMESPACE = ['--user', '--map-user=65534', '--map-group=65534', '--'];

/** The program and arguments, and the options of `spawn`, that run `program` under the account. */
export function commandFor(account: ServerAccount, program: string, args: readonly string[]) {
  if (account.kind === 'namespace')
    return { program: 'unshare', args: [...NAMESPACE, program, ...args], ids: {} };
  const ids = account.kind === 'account' ? { uid: account.uid, gid: account.gid } : {};
  return { program, args: [...args], ids };
}

/**
 * Chooses who owns the server's files in `folder`; whoever has them already keeps them, so that installing an account
 * later changes nothing. Errors: `misconfigured`, naming the ways out.
 */
export async function chooseAccount(
  folder: string,
  hasData: boolean,
  binaries: Binaries,
): Promise<ServerAccount> {
  if (process.getuid?.() !== 0) return { kind: 'self' };
  const owner = await stat(folder);
  if (owner.uid !== 0) return { kind: 'account', uid: owner.uid, gid: owner.gid };
  const account = hasData ? undefined : findAccount();
  if (account && reaches(account, folder, binaries)) {
    await chown(folder, account.uid, account.gid);
    return { kind: 'account', ...account };
  }
  if (spawnSync('unshare', [...NAMESPACE, 'true']).status === 0) return { kind: 'namespace' };
  throw new AssayError(
    'misconfigured',
    'PostgreSQL does not run as root, and there is no other way here. Run Assay as a plain user, allow user ' +
      'namespaces, set DATABASE_URL, or make an account (useradd --system assay) that can reach the data folder.',
  );
}

function findAccount(): { uid: number; gid: number } | undefined {
  for (const name of ['assay', 'postgres']) {
    const ids = ['-u', '-g'].map((flag) => spawnSync('id', [flag, name], { encoding: 'utf8' }));
    const [uid, gid] = ids.map((answer) => (answer.status === 0 ? Number(answer.stdout) : 0));
    if (uid && gid) return { uid, gid };
  }
  return undefined;
}

/** A data folder below /root cannot be reached by others, however its own mode is. */
function reaches(ids: { uid: number; gid: number }, folder: string, binaries: Binaries): boolean {
  const allowed = (flag: string, path: string) => spawnSync('test', [flag, path], ids).status === 0;
  return allowed('-x', dirname(folder)) && allowed('-x', binaries.postgres);
}
