import { describe, expect, it } from 'vitest';
import { seccompFilter } from './seccomp.ts';
import { deniedCalls, numbersFor } from './system-calls.ts';

const ALLOW = 0x7fff0000;
const EPERM = 0x00050001;
const ENOSYS = 0x00050026;
const EAFNOSUPPORT = 0x00050061;
const KILL = 0x80000000;

/** Runs a filter as the kernel does (seccomp_run_filters): little-endian struct seccomp_data in, verdict out. */
function judge(filter: Buffer, call: number, audit: number, args: readonly number[] = []): number {
  const data = Buffer.alloc(64);
  data.writeUInt32LE(call, 0);
  data.writeUInt32LE(audit, 4);
  args.forEach((value, i) => {
    data.writeBigUInt64LE(BigInt(value), 16 + i * 8);
  });
  let held = 0;
  for (let at = 0; at < filter.length; at += 8) {
    const [code, yes, no] = [filter.readUInt16LE(at), filter.readUInt8(at + 2), filter.readUInt8(at + 3)];
    const value = filter.readUInt32LE(at + 4);
    if (code === 0x20) held = data.readUInt32LE(value);
    else if (code === 0x06) return value;
    else if (code === 0x15) at += 8 * (held === value ? yes : no);
    else if (code === 0x35) at += 8 * (held >= value ? yes : no);
    else if (code === 0x45) at += 8 * ((held & value) !== 0 ? yes : no);
    else throw new Error(`unknown code ${code}`);
  }
  throw new Error('the filter has no end');
}

describe.each(['x64', 'arm64'])('the system calls of a jail on %s', (architecture) => {
  const numbers = numbersFor(architecture);
  const filter = seccompFilter(architecture, false);
  const forking = seccompFilter(architecture, true);
  if (numbers === undefined || filter === undefined || forking === undefined) throw new Error('no table');
  const { calls, audit } = numbers;

  it('exclude every denied one', () => {
    for (const name of deniedCalls) {
      const call = calls[name];
      if (call !== undefined) expect([name, judge(filter, call, audit)]).toEqual([name, EPERM]);
    }
    for (const name of ['ptrace', 'mount', 'bpf', 'unshare', 'keyctl', 'init_module'])
      expect(calls[name]).toBeGreaterThan(0);
  });

  it('of another architecture kill, so that no other table of numbers applies', () => {
    expect(judge(filter, calls.socket, 0x40000003)).toBe(KILL);
  });

  it('include threads but neither namespaces nor, without programs, processes', () => {
    const thread = 0x3d0f00;
    expect(judge(filter, calls.clone, audit, [thread])).toBe(ALLOW);
    expect(judge(filter, calls.clone, audit, [0x11])).toBe(EPERM);
    expect(judge(forking, calls.clone, audit, [0x11])).toBe(ALLOW);
    for (const namespace of [0x10000000, 0x20000000, 0x40000000, 0x00020000, 0x02000000])
      for (const one of [filter, forking])
        expect(judge(one, calls.clone, audit, [namespace | thread])).toBe(EPERM);
    expect(judge(forking, calls.clone3, audit)).toBe(ENOSYS);
  });

  it('include local sockets only', () => {
    expect(judge(filter, calls.socket, audit, [1])).toBe(ALLOW);
    for (const family of [2, 10, 16, 17, 38, 40])
      expect(judge(filter, calls.socket, audit, [family])).toBe(EAFNOSUPPORT);
  });

  it('include terminals but not typing into them', () => {
    expect(judge(filter, calls.ioctl, audit, [0, 0x5401])).toBe(ALLOW);
    for (const request of [0x5412, 0x541c])
      expect(judge(filter, calls.ioctl, audit, [0, request])).toBe(EPERM);
  });

  it('that are ordinary are allowed', () => {
    for (const call of architecture === 'x64' ? [0, 1, 9, 59, 202] : [63, 64, 222, 221, 98])
      expect(judge(filter, call, audit)).toBe(ALLOW);
  });
});

it('no filter is made for machines whose system calls we have no table of', () => {
  expect(seccompFilter('riscv64', false)).toBeUndefined();
});

it('the x32 numbers of x64 do not exist in a jail', () => {
  const filter = seccompFilter('x64', true);
  expect(filter && judge(filter, 0x40000000 + 59, 0xc000003e)).toBe(ENOSYS);
});
