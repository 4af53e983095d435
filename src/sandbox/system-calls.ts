/*
 * Numbers of system calls, from the kernel's own tables: arch/x86/entry/syscalls/syscall_64.tbl and
 * include/uapi/asm-generic/unistd.h (arm64), Linux 6.1. They never change once given.
 */

/** Calls that no analyzer needs: debugging others, mounting, key rings, programs in the kernel, modules, clocks, handles. */
export const deniedCalls = [
  'ptrace',
  'process_vm_readv',
  'process_vm_writev',
  'kcmp',
  'pidfd_getfd',
  'mount',
  'umount2',
  'pivot_root',
  'chroot',
  'move_mount',
  'open_tree',
  'fsopen',
  'fsconfig',
  'fsmount',
  'fspick',
  'mount_setattr',
  'unshare',
  'setns',
  'keyctl',
  'add_key',
  'request_key',
  'bpf',
  'perf_event_open',
  'userfaultfd',
  'io_uring_setup',
  'io_uring_enter',
  'io_uring_register',
  'kexec_load',
  'kexec_file_load',
  'init_module',
  'finit_module',
  'delete_module',
  'reboot',
  'swapon',
  'swapoff',
  'syslog',
  'acct',
  'quotactl',
  'quotactl_fd',
  'settimeofday',
  'clock_settime',
  'clock_adjtime',
  'adjtimex',
  'sethostname',
  'setdomainname',
  'name_to_handle_at',
  'open_by_handle_at',
  'fanotify_init',
  'lookup_dcookie',
  'nfsservctl',
  'vhangup',
  'iopl',
  'ioperm',
  'modify_ldt',
  'uselib',
  '_sysctl',
  'sysfs',
  'ustat',
  'personality',
  'memfd_secret',
  'vmsplice',
  'move_pages',
  'migrate_pages',
  'mbind',
  'set_mempolicy',
  'set_mempolicy_home_node',
] as const;

interface Numbers {
  /** AUDIT_ARCH_* of linux/audit.h. */
  readonly audit: number;
  readonly calls: { readonly [name: string]: number } & {
    readonly clone: number;
    readonly clone3: number;
    readonly socket: number;
    readonly ioctl: number;
  };
}

const x64: Numbers = {
  audit: 0xc000003e,
  // biome-ignore format: a table
  calls: {
    ptrace: 101, process_vm_readv: 310, process_vm_writev: 311, kcmp: 312, pidfd_getfd: 438, mount: 165,
    umount2: 166, pivot_root: 155, chroot: 161, move_mount: 429, open_tree: 428, fsopen: 430,
    fsconfig: 431, fsmount: 432, fspick: 433, mount_setattr: 442, unshare: 272, setns: 308, keyctl: 250,
    add_key: 248, request_key: 249, bpf: 321, perf_event_open: 298, userfaultfd: 323,
    io_uring_setup: 425, io_uring_enter: 426, io_uring_register: 427, kexec_load: 246,
    kexec_file_load: 320, init_module: 175, finit_module: 313, delete_module: 176, reboot: 169,
    swapon: 167, swapoff: 168, syslog: 103, acct: 163, quotactl: 179, quotactl_fd: 443,
    settimeofday: 164, clock_settime: 227, clock_adjtime: 305, adjtimex: 159, sethostname: 170,
    setdomainname: 171, name_to_handle_at: 303, open_by_handle_at: 304, fanotify_init: 300,
    lookup_dcookie: 212, nfsservctl: 180, vhangup: 153, iopl: 172, ioperm: 173, modify_ldt: 154,
    uselib: 134, _sysctl: 156, sysfs: 139, ustat: 136, personality: 135, memfd_secret: 447,
    vmsplice: 278, move_pages: 279, migrate_pages: 256, mbind: 237, set_mempolicy: 238,
    set_mempolicy_home_node: 450, clone: 56, clone3: 435, fork: 57, vfork: 58, socket: 41, ioctl: 16,
  },
};

const arm64: Numbers = {
  audit: 0xc00000b7,
  // biome-ignore format: a table
  calls: {
    ptrace: 117, process_vm_readv: 270, process_vm_writev: 271, kcmp: 272, pidfd_getfd: 438, mount: 40,
    umount2: 39, pivot_root: 41, chroot: 51, move_mount: 429, open_tree: 428, fsopen: 430, fsconfig: 431,
    fsmount: 432, fspick: 433, mount_setattr: 442, unshare: 97, setns: 268, keyctl: 219, add_key: 217,
    request_key: 218, bpf: 280, perf_event_open: 241, userfaultfd: 282, io_uring_setup: 425,
    io_uring_enter: 426, io_uring_register: 427, kexec_load: 104, kexec_file_load: 294, init_module: 105,
    finit_module: 273, delete_module: 106, reboot: 142, swapon: 224, swapoff: 225, syslog: 116, acct: 89,
    quotactl: 60, quotactl_fd: 443, settimeofday: 170, clock_settime: 112, clock_adjtime: 266,
    adjtimex: 171, sethostname: 161, setdomainname: 162, name_to_handle_at: 264, open_by_handle_at: 265,
    fanotify_init: 262, lookup_dcookie: 18, nfsservctl: 42, vhangup: 58, personality: 92,
    memfd_secret: 447, vmsplice: 75, move_pages: 239, migrate_pages: 238, mbind: 235, set_mempolicy: 237,
    set_mempolicy_home_node: 450, clone: 220, clone3: 435, socket: 198, ioctl: 29,
  },
};

/** `architecture` as `process.arch` names it; undefined where we have no table. */
export function numbersFor(architecture: string): Numbers | undefined {
  return { x64, arm64 }[architecture];
}
