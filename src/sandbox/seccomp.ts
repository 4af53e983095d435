import { deniedCalls, numbersFor } from './system-calls.ts';

/*
 * A seccomp filter (classic BPF, Linux kernel Documentation/userspace-api/seccomp_filter.rst), assembled by hand. It is a second wall behind the
 * namespaces: it takes away the kernel's rarely needed and often broken doors. Everything else is allowed.
 */

const LOAD = 0x20; // BPF_LD | BPF_W | BPF_ABS
const JUMP_EQUAL = 0x15; // BPF_JMP | BPF_JEQ | BPF_K
const JUMP_AT_LEAST = 0x35; // BPF_JMP | BPF_JGE | BPF_K
const JUMP_ANY_BIT = 0x45; // BPF_JMP | BPF_JSET | BPF_K
const RETURN = 0x06; // BPF_RET | BPF_K

const ALLOW = 0x7fff0000;
const KILL_PROCESS = 0x80000000;
const refuse = (errno: number): number => 0x00050000 | errno;
const EPERM = 1;
const EAFNOSUPPORT = 97;
const ENOSYS = 38;

// Offsets in struct seccomp_data; arguments are 64 bits, little-endian: the low half is first.
const NUMBER = 0;
const ARCHITECTURE = 4;
const FIRST_ARGUMENT = 16;
const SECOND_ARGUMENT = 24;

const CLONE_NEW_ANYTHING = 0x7e020080; // user, pid, net, ipc, uts, cgroup, mount, time
const CLONE_THREAD = 0x00010000;
const AF_UNIX = 1;
const TIOCSTI = 0x5412;
const TIOCLINUX = 0x541c;
const X32 = 0x40000000;

type Step = readonly [code: number, value: number, ifTrue?: number, ifFalse?: number];

/**
 * The filter as bubblewrap's --seccomp reads it, or undefined on machines whose system calls we have no table of.
 * `mayFork`: whether the analyzer starts programs; without it new processes are refused and only threads may be made.
 */
export function seccompFilter(architecture: string, mayFork: boolean): Buffer | undefined {
  const numbers = numbersFor(architecture);
  if (numbers === undefined) return undefined;
  const steps: Step[] = [
    [LOAD, ARCHITECTURE],
    [JUMP_EQUAL, numbers.audit, 1, 0],
    [RETURN, KILL_PROCESS],
    [LOAD, NUMBER],
    [JUMP_AT_LEAST, X32, 0, 1],
    [RETURN, refuse(ENOSYS)],
  ];
  for (const name of deniedCalls) {
    const number = numbers.calls[name];
    if (number !== undefined) steps.push([JUMP_EQUAL, number, 0, 1], [RETURN, refuse(EPERM)]);
  }
  // clone3 hides its flags behind a pointer; told that it does not exist, the C library uses clone.
  steps.push([JUMP_EQUAL, numbers.calls.clone3, 0, 1], [RETURN, refuse(ENOSYS)]);
  for (const forking of mayFork ? [] : [numbers.calls['fork'], numbers.calls['vfork']])
    if (forking !== undefined) steps.push([JUMP_EQUAL, forking, 0, 1], [RETURN, refuse(EPERM)]);
  steps.push(...argumentRules(numbers.calls, mayFork), [RETURN, ALLOW]);
  return assemble(steps);
}

/** Calls that depend on an argument. Each rule ends the filter for its call. */
function argumentRules(
  calls: { readonly clone: number; readonly socket: number; readonly ioctl: number },
  mayFork: boolean,
): Step[] {
  const cloneRules: Step[] = [
    [LOAD, FIRST_ARGUMENT],
    [JUMP_ANY_BIT, CLONE_NEW_ANYTHING, 0, 1],
    [RETURN, refuse(EPERM)],
    ...(mayFork
      ? []
      : ([
          [JUMP_ANY_BIT, CLONE_THREAD, 1, 0],
          [RETURN, refuse(EPERM)],
        ] as const)),
    [RETURN, ALLOW],
  ];
  return [
    [JUMP_EQUAL, calls.clone, 0, cloneRules.length],
    ...cloneRules,
    // vsock and netlink know no network namespace; an analyzer needs neither, nor any other socket but local ones.
    [JUMP_EQUAL, calls.socket, 0, 4],
    [LOAD, FIRST_ARGUMENT],
    [JUMP_EQUAL, AF_UNIX, 1, 0],
    [RETURN, refuse(EAFNOSUPPORT)],
    [RETURN, ALLOW],
    // Pushing characters into a terminal (CVE-2017-5226), should the worker have one.
    [JUMP_EQUAL, calls.ioctl, 0, 4],
    [LOAD, SECOND_ARGUMENT],
    [JUMP_EQUAL, TIOCSTI, 1, 0],
    [JUMP_EQUAL, TIOCLINUX, 0, 1],
    [RETURN, refuse(EPERM)],
  ];
}

/** struct sock_filter: 16-bit code, two 8-bit jumps, 32-bit value. */
function assemble(steps: readonly Step[]): Buffer {
  const filter = Buffer.alloc(steps.length * 8);
  steps.forEach(([code, value, ifTrue = 0, ifFalse = 0], i) => {
    filter.writeUInt16LE(code, i * 8);
    filter.writeUInt8(ifTrue, i * 8 + 2);
    filter.writeUInt8(ifFalse, i * 8 + 3);
    filter.writeUInt32LE(value >>> 0, i * 8 + 4);
  });
  return filter;
}
