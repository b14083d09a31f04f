/** A system call that Docker's manual says its default profile blocks. */
export interface ManualEntry {
  readonly name: string
  /** The capability that the manual names as the kernel's own gate; `null` where it names none. */
  readonly gate: string | null
  readonly obsolete?: true
}

/**
 * Docker's manual, page "Seccomp security profiles for Docker", table "Significant syscalls blocked by the default
 * profile": its names, the capability each line names, and whether it calls the system call obsolete or long unused.
 */
export const blockedByManual: readonly ManualEntry[] = [
  { name: 'acct', gate: 'CAP_SYS_PACCT' },
  { name: 'add_key', gate: null },
  { name: 'bpf', gate: 'CAP_SYS_ADMIN' },
  { name: 'clock_adjtime', gate: 'CAP_SYS_TIME' },
  { name: 'clock_settime', gate: 'CAP_SYS_TIME' },
  { name: 'clone', gate: 'CAP_SYS_ADMIN' },
  { name: 'create_module', gate: 'CAP_SYS_MODULE', obsolete: true },
  { name: 'delete_module', gate: 'CAP_SYS_MODULE' },
  { name: 'finit_module', gate: 'CAP_SYS_MODULE' },
  { name: 'get_kernel_syms', gate: null, obsolete: true },
  { name: 'get_mempolicy', gate: 'CAP_SYS_NICE' },
  { name: 'init_module', gate: 'CAP_SYS_MODULE' },
  { name: 'ioperm', gate: 'CAP_SYS_RAWIO' },
  { name: 'iopl', gate: 'CAP_SYS_RAWIO' },
  { name: 'kcmp', gate: 'CAP_SYS_PTRACE' },
  { name: 'kexec_file_load', gate: 'CAP_SYS_BOOT' },
  { name: 'kexec_load', gate: 'CAP_SYS_BOOT' },
  { name: 'keyctl', gate: null },
  { name: 'lookup_dcookie', gate: 'CAP_SYS_ADMIN' },
  { name: 'mbind', gate: 'CAP_SYS_NICE' },
  { name: 'mount', gate: 'CAP_SYS_ADMIN' },
  { name: 'move_pages', gate: null },
  { name: 'nfsservctl', gate: null, obsolete: true },
  { name: 'open_by_handle_at', gate: 'CAP_DAC_READ_SEARCH' },
  { name: 'perf_event_open', gate: null },
  { name: 'personality', gate: null },
  { name: 'pivot_root', gate: null },
  { name: 'process_vm_readv', gate: 'CAP_SYS_PTRACE' },
  { name: 'process_vm_writev', gate: 'CAP_SYS_PTRACE' },
  { name: 'ptrace', gate: 'CAP_SYS_PTRACE' },
  { name: 'query_module', gate: null, obsolete: true },
  { name: 'quotactl', gate: 'CAP_SYS_ADMIN' },
  { name: 'reboot', gate: 'CAP_SYS_BOOT' },
  { name: 'request_key', gate: null },
  { name: 'set_mempolicy', gate: 'CAP_SYS_NICE' },
  { name: 'setns', gate: 'CAP_SYS_ADMIN' },
  { name: 'settimeofday', gate: 'CAP_SYS_TIME' },
  { name: 'stime', gate: 'CAP_SYS_TIME' },
  { name: 'swapon', gate: 'CAP_SYS_ADMIN' },
  { name: 'swapoff', gate: 'CAP_SYS_ADMIN' },
  { name: 'sysfs', gate: null, obsolete: true },
  { name: '_sysctl', gate: null, obsolete: true },
  { name: 'umount', gate: 'CAP_SYS_ADMIN' },
  { name: 'umount2', gate: 'CAP_SYS_ADMIN' },
  { name: 'unshare', gate: 'CAP_SYS_ADMIN' },
  { name: 'uselib', gate: null, obsolete: true },
  { name: 'userfaultfd', gate: null },
  { name: 'ustat', gate: null, obsolete: true },
  { name: 'vm86', gate: 'CAP_SYS_ADMIN' },
  { name: 'vm86old', gate: 'CAP_SYS_ADMIN' },
]
