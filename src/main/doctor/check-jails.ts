import { existsSync, readFileSync } from 'node:fs';
import { detectIsolation } from '../../sandbox/index.ts';
import type { Config } from '../config.ts';
import { bad, type Check, ok, warn } from './check.ts';

/** Whether this machine can build the jails, and where not, which of its rules stands in the way. */
export async function checkJails(config: Config): Promise<readonly Check[]> {
  const { isolation, why } = await detectIsolation();
  if (isolation === 'bubblewrap') return [ok('jails', why)];
  const hints = explainObstacles(readHost());
  const fix = hints.length > 0 ? hints.join(' ') : 'Install bubblewrap and allow user namespaces.';
  const accepted = config.allowProcessIsolation || !config.production;
  return [
    accepted
      ? warn(
          'jails',
          `not with bubblewrap: ${why} Files are examined in the weaker isolation "process".`,
          fix,
        )
      : bad('jails', `not with bubblewrap: ${why} Production refuses to examine files.`, fix),
  ];
}

/** What the kernel says about user namespaces and about the container we may be in. */
export interface Host {
  readonly unprivilegedUserns: string | undefined;
  readonly maxUserNamespaces: string | undefined;
  readonly apparmorRestricts: string | undefined;
  readonly apparmorProfile: string | undefined;
  /** `Seccomp:` of /proc/self/status: 2 means that a filter is on. */
  readonly seccomp: string | undefined;
  readonly inContainer: boolean;
}

function readHost(): Host {
  const status = readLine('/proc/self/status');
  return {
    unprivilegedUserns: readLine('/proc/sys/kernel/unprivileged_userns_clone')?.trim(),
    maxUserNamespaces: readLine('/proc/sys/user/max_user_namespaces')?.trim(),
    apparmorRestricts: readLine('/proc/sys/kernel/apparmor_restrict_unprivileged_userns')?.trim(),
    apparmorProfile: readLine('/proc/self/attr/current')?.trim(),
    seccomp: /^Seccomp:\s*(\d)/m.exec(status ?? '')?.[1],
    inContainer: existsSync('/.dockerenv') || existsSync('/run/.containerenv'),
  };
}

function readLine(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** Sentences on what to change, most likely obstacle first. Empty when nothing known stands in the way. */
export function explainObstacles(host: Host): readonly string[] {
  const hints: string[] = [];
  if (host.unprivilegedUserns === '0') {
    hints.push('Allow user namespaces: sudo sysctl -w kernel.unprivileged_userns_clone=1.');
  }
  if (host.maxUserNamespaces === '0') {
    hints.push('Allow user namespaces: sudo sysctl -w user.max_user_namespaces=15000.');
  }
  if (host.apparmorRestricts === '1') {
    hints.push(
      'AppArmor restricts user namespaces on this host: sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0, or install an AppArmor profile that lets bwrap use them.',
    );
  }
  if (host.inContainer && host.seccomp === '2') {
    hints.push(
      "The container's seccomp filter may refuse namespaces and mounts: give the worker docker/seccomp-jail.json, as compose.yaml does.",
    );
  }
  if (host.inContainer && host.apparmorProfile?.startsWith('docker-default')) {
    hints.push("The container's AppArmor profile refuses mounts: give the worker apparmor:unconfined.");
  }
  return hints;
}
