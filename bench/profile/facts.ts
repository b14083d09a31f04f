/**
 * What the profile takes from the Linux manual pages (man-pages 6.03) and the kernel's headers, beyond the tables and
 * Docker's manual.
 */

/** Calls that a capability opens, beyond those that Docker's manual names (manual.ts): page, then names. */
export const openedByCapability: readonly { capability: string; source: string; names: readonly string[] }[] =
  [
    {
      capability: 'CAP_SYS_ADMIN',
      source: 'capabilities(7), list of CAP_SYS_ADMIN; CAP_BPF, CAP_PERFMON and CAP_SYSLOG were split off it',
      names: ['perf_event_open', 'pivot_root', 'setdomainname', 'sethostname', 'syslog'],
    },
    {
      capability: 'CAP_SYS_ADMIN',
      source:
        'siblings of mount and quotactl, which the manual names: the mount API of Linux 5.2, and quotactl by descriptor',
      names: [
        'fsconfig',
        'fsmount',
        'fsopen',
        'fspick',
        'mount_setattr',
        'move_mount',
        'open_tree',
        'quotactl_fd',
      ],
    },
    {
      capability: 'CAP_SYS_ADMIN',
      source: 'clone3 is the sibling of clone; fanotify_init(2) and pciconfig_read(2) name the capability',
      names: ['clone3', 'fanotify_init', 'pciconfig_iobase', 'pciconfig_read', 'pciconfig_write'],
    },
    { capability: 'CAP_BPF', source: 'capabilities(7)', names: ['bpf'] },
    { capability: 'CAP_PERFMON', source: 'capabilities(7)', names: ['perf_event_open'] },
    { capability: 'CAP_SYSLOG', source: 'capabilities(7)', names: ['syslog'] },
    { capability: 'CAP_SYS_CHROOT', source: 'capabilities(7)', names: ['chroot'] },
    { capability: 'CAP_SYS_TTY_CONFIG', source: 'capabilities(7)', names: ['vhangup'] },
    {
      capability: 'CAP_SYS_NICE',
      source: 'capabilities(7); set_mempolicy_home_node is the sibling of set_mempolicy',
      names: ['migrate_pages', 'move_pages', 'set_mempolicy_home_node'],
    },
    {
      capability: 'CAP_SYS_PTRACE',
      source: 'pidfd_getfd(2) and process_madvise(2): a ptrace access mode check',
      names: ['pidfd_getfd', 'process_madvise'],
    },
    {
      capability: 'CAP_SYS_TIME',
      source: 'clock_settime and clock_adjtime with 64-bit time on 32-bit tables',
      names: ['clock_adjtime64', 'clock_settime64'],
    },
  ]

/** Calls that no rule allows, beyond those that Docker's manual names without a capability. */
export const neverAllowed: readonly { source: string; names: readonly string[] }[] = [
  {
    source: 'unimplemented(2)',
    names: [
      ...[
        'afs_syscall',
        'break',
        'ftime',
        'getpmsg',
        'gtty',
        'lock',
        'mpx',
        'prof',
        'profil',
        'putpmsg',
        'security',
      ],
      ...['stty', 'tuxcall', 'ulimit', 'vserver'],
    ],
  },
  {
    source:
      'superseded or without effect: syscalls(2), idle(2); the two of epoll are empty entries of the x86_64 table',
    names: [
      ...[
        'bdflush',
        'epoll_ctl_old',
        'epoll_wait_old',
        'idle',
        'multiplexer',
        'oldfstat',
        'oldlstat',
        'oldolduname',
      ],
      ...['oldstat', 'olduname', 'timerfd', 'usr26', 'usr32'],
    ],
  },
  {
    source: 'syscall(2) as a table entry of 32-bit arm and MIPS: another call in disguise',
    names: ['syscall'],
  },
  {
    source: 'moby/moby pull request 46762, by its title: io_uring is blocked',
    names: ['io_uring_enter', 'io_uring_register', 'io_uring_setup'],
  },
  {
    source: 'for firmware, debuggers and the Cell processor',
    names: ['rtas', 'spu_create', 'spu_run', 'sys_debug_setcontext'],
  },
]

/** linux/sched.h: what clone(2) may not carry without CAP_SYS_ADMIN. CLONE_NEWTIME shares its bit with the exit signal. */
export const namespaceFlags = {
  CLONE_NEWNS: 0x0002_0000,
  CLONE_NEWCGROUP: 0x0200_0000,
  CLONE_NEWUTS: 0x0400_0000,
  CLONE_NEWIPC: 0x0800_0000,
  CLONE_NEWUSER: 0x1000_0000,
  CLONE_NEWPID: 0x2000_0000,
  CLONE_NEWNET: 0x4000_0000,
} as const

/** linux/personality.h and personality(2): Linux itself, 32-bit, "2.6" as release, both; and the question for the present one. */
export const harmlessPersonalities: readonly number[] = [0x0, 0x8, 0x2_0000, 0x2_0008, 0xffff_ffff]

/** linux/socket.h. */
export const addressFamilies = { AF_ALG: 38, AF_VSOCK: 40 } as const

/** asm-generic/errno.h. */
export const errno = { EPERM: 1, ENOSYS: 38 } as const
