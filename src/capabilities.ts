/** Named bounding sets, for `capabilities:` in a scenario and `--caps`. */
export const capabilitySets = {
  none: [],
  /** What Docker and iSulad give a container that asks for nothing (Docker manual, "Runtime privilege and Linux capabilities"). */
  docker: [
    'CAP_AUDIT_WRITE',
    'CAP_CHOWN',
    'CAP_DAC_OVERRIDE',
    'CAP_FOWNER',
    'CAP_FSETID',
    'CAP_KILL',
    'CAP_MKNOD',
    'CAP_NET_BIND_SERVICE',
    'CAP_NET_RAW',
    'CAP_SETFCAP',
    'CAP_SETGID',
    'CAP_SETPCAP',
    'CAP_SETUID',
    'CAP_SYS_CHROOT',
  ],
} as const satisfies Record<string, readonly string[]>

/** `CAP_` and capital letters, digits or underscores. */
export function isCapabilityName(name: string): boolean {
  return /^CAP_[A-Z0-9_]{1,40}$/.test(name)
}
