/** Architectures of one kind: their tables (headers.ts), and their names in a Docker profile's `includes.arches`. */
export interface Family {
  readonly name: string
  readonly tables: readonly string[]
  readonly arches: readonly string[]
}

/** A call that only one family's tables have goes into that family's rule. The generic table belongs to none. */
export const families: readonly Family[] = [
  { name: 'x86', tables: ['x86_64', 'x86', 'x32'], arches: ['amd64', 'x32', 'x86'] },
  // arm programs run on arm64 hosts, and Docker asks for the host's architecture alone.
  { name: 'arm', tables: ['arm'], arches: ['arm', 'arm64'] },
  {
    name: 'MIPS',
    tables: ['mips', 'mips64', 'mips64n32'],
    arches: ['mips', 'mips64', 'mips64n32', 'mipsel', 'mipsel64', 'mipsel64n32'],
  },
  { name: 'PowerPC', tables: ['ppc64le'], arches: ['ppc64le'] },
  { name: 'S/390', tables: ['s390', 's390x'], arches: ['s390', 's390x'] },
  { name: 'RISC-V', tables: ['riscv64'], arches: ['riscv64'] },
]

export interface ArchGroup {
  readonly architecture: string
  readonly subArchitectures: readonly string[]
}

/**
 * The architectures that libseccomp knows (seccomp_arch_add(3)), grouped by the kernels that run them: an x86_64 kernel
 * runs x86 and x32 programs. A 64-bit MIPS kernel runs all three ABIs of its byte order, and userlands of two of them
 * (n64 and n32) exist, so that either can be the host's and lists the other.
 */
export const commonGroups: readonly ArchGroup[] = [
  { architecture: 'SCMP_ARCH_X86_64', subArchitectures: ['SCMP_ARCH_X86', 'SCMP_ARCH_X32'] },
  { architecture: 'SCMP_ARCH_AARCH64', subArchitectures: ['SCMP_ARCH_ARM'] },
  { architecture: 'SCMP_ARCH_MIPS64', subArchitectures: ['SCMP_ARCH_MIPS', 'SCMP_ARCH_MIPS64N32'] },
  { architecture: 'SCMP_ARCH_MIPS64N32', subArchitectures: ['SCMP_ARCH_MIPS', 'SCMP_ARCH_MIPS64'] },
  { architecture: 'SCMP_ARCH_MIPSEL64', subArchitectures: ['SCMP_ARCH_MIPSEL', 'SCMP_ARCH_MIPSEL64N32'] },
  { architecture: 'SCMP_ARCH_MIPSEL64N32', subArchitectures: ['SCMP_ARCH_MIPSEL', 'SCMP_ARCH_MIPSEL64'] },
  { architecture: 'SCMP_ARCH_S390X', subArchitectures: ['SCMP_ARCH_S390'] },
]

/** Those that some of today's runtimes refuse, or that lcr does not know by name. */
export const recentGroups: readonly ArchGroup[] = [
  { architecture: 'SCMP_ARCH_PPC64LE', subArchitectures: [] },
  { architecture: 'SCMP_ARCH_RISCV64', subArchitectures: [] },
  { architecture: 'SCMP_ARCH_LOONGARCH64', subArchitectures: [] },
]
