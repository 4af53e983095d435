import { describe, expect, it } from 'vitest';
import { explainObstacles, type Host } from './check-jails.ts';
import { checkNode } from './check-programs.ts';

const plain: Host = {
  unprivilegedUserns: '1',
  maxUserNamespaces: '15000',
  apparmorRestricts: undefined,
  apparmorProfile: 'unconfined',
  seccomp: '0',
  inContainer: false,
};

describe('doctor', () => {
  it('wants Node.js 20.19 or later', () => {
    expect(checkNode('20.18.1').state).toBe('bad');
    expect(checkNode('18.20.0').fix).toMatch(/20\.19/);
    expect(checkNode('20.19.0').state).toBe('ok');
    expect(checkNode('24.0.0').state).toBe('ok');
  });

  it('finds nothing in the way on a plain machine', () => {
    expect(explainObstacles(plain)).toEqual([]);
  });

  it('names the sysctl that forbids user namespaces', () => {
    expect(explainObstacles({ ...plain, unprivilegedUserns: '0' })).toEqual([
      expect.stringContaining('kernel.unprivileged_userns_clone=1'),
    ]);
    expect(explainObstacles({ ...plain, apparmorRestricts: '1' })[0]).toMatch(/AppArmor/);
  });

  it('names the container settings that a jail needs', () => {
    const docker = { ...plain, inContainer: true, seccomp: '2', apparmorProfile: 'docker-default (enforce)' };
    const hints = explainObstacles(docker).join(' ');
    expect(hints).toMatch(/seccomp-jail\.json/);
    expect(hints).toMatch(/apparmor:unconfined/);
  });
});
