import type { SyscallName } from './syscall-names.ts'

/**
 * The kernel's system call tables as Debian's packages linux-libc-dev-*-cross install them, below /usr.
 * One row per table; `generic` is the table of arm64, riscv64 and loongarch64.
 */
export const tableFiles: Readonly<Record<string, readonly string[]>> = {
  x86_64: ['x86_64-linux-gnu/include/asm/unistd_64.h'],
  x86: ['x86_64-linux-gnu/include/asm/unistd_32.h'],
  x32: ['x86_64-linux-gnu/include/asm/unistd_x32.h'],
  generic: ['aarch64-linux-gnu/include/asm-generic/unistd.h'],
  arm: ['arm-linux-gnueabihf/include/asm/unistd-eabi.h', 'arm-linux-gnueabihf/include/asm/unistd.h'],
  mips: ['mipsel-linux-gnu/include/asm/unistd_o32.h'],
  mips64: ['mips64el-linux-gnuabi64/include/asm/unistd_n64.h'],
  mips64n32: ['mips64el-linux-gnuabi64/include/asm/unistd_n32.h'],
  ppc64le: ['powerpc64le-linux-gnu/include/asm/unistd_64.h'],
  s390: ['s390x-linux-gnu/include/asm/unistd_32.h'],
  s390x: ['s390x-linux-gnu/include/asm/unistd_64.h'],
  riscv64: ['riscv64-linux-gnu/include/asm/unistd.h'],
}

/** Every name of every table. `readHeader` gets a path of `tableFiles` and returns that file's text. */
export function namesOfTables(readHeader: (path: string) => string): readonly SyscallName[] {
  const tablesOf = new Map<string, Set<string>>()
  for (const [table, paths] of Object.entries(tableFiles)) {
    for (const name of paths.flatMap(path => namesOfHeader(readHeader(path)))) {
      tablesOf.set(name, (tablesOf.get(name) ?? new Set()).add(table))
    }
  }
  return [...tablesOf].map(([name, tables]) => ({ name, tables: [...tables] }))
}

/** Names that a header defines as `__NR_name` or, on arm, `__ARM_NR_name`. */
export function namesOfHeader(header: string): readonly string[] {
  const definitions = header.matchAll(/^\s*#\s*define\s+__(?:ARM_)?NR_(\w+)[ \t]+\S/gm)
  return [...definitions].map(([, name]) => name!).filter(name => !isBookkeeping(name))
}

/**
 * Defines that number no call: bases and bounds of the tables, the holes in MIPS's, and how the generic table spells
 * _llseek for 32-bit machines, of which it serves none here.
 */
function isBookkeeping(name: string): boolean {
  return (
    /^[A-Z]/.test(name) ||
    /^(reserved|unused)\d+$/.test(name) ||
    ['syscalls', 'arch_specific_syscall', 'llseek'].includes(name)
  )
}
