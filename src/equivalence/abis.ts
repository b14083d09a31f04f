import { tokenOf } from '../bpf/architectures.ts'
import type { Libseccomp } from '../bpf/libseccomp.ts'
import { architectureOf } from '../profile/arch.ts'

/** One of the system call tables that a host's kernel answers to. */
export interface Abi {
  /** `x86_64`, `x32`, … : libseccomp's name without `SCMP_ARCH_`, lower case. */
  readonly name: string
  /** What a filter finds in `seccomp_data.arch`. */
  readonly auditArch: number
  /** Every number that is tried, unsigned, ascending: the whole table, what lies behind it, and the ends of the range. */
  readonly numbers: readonly number[]
  /** Those of them that are system calls. */
  readonly nameOf: ReadonlyMap<number, string>
  readonly numberOf: ReadonlyMap<string, number>
}

/** The tables of a host of the kind `machine` (`uname -m`) that libseccomp knows; none for a machine that is unknown. */
export function hostAbis(library: Libseccomp, machine: string): readonly Abi[] {
  const own = architectureOf(machine)?.scmp
  if (own === undefined) return []
  const abis = compatible[own] ?? [own]
  return abis.flatMap(scmp => (tokenOf(library, scmp) === 0 ? [] : [abiOf(library, scmp)]))
}

/** Which 64-bit kernels can run which other tables (their own Kconfig: IA32_EMULATION, X86_X32_ABI, COMPAT, …). */
const compatible: Readonly<Record<string, readonly string[]>> = {
  SCMP_ARCH_X86_64: ['SCMP_ARCH_X86_64', 'SCMP_ARCH_X32', 'SCMP_ARCH_X86'],
  SCMP_ARCH_AARCH64: ['SCMP_ARCH_AARCH64', 'SCMP_ARCH_ARM'],
  SCMP_ARCH_MIPS64: ['SCMP_ARCH_MIPS64', 'SCMP_ARCH_MIPS64N32', 'SCMP_ARCH_MIPS'],
  SCMP_ARCH_MIPSEL64: ['SCMP_ARCH_MIPSEL64', 'SCMP_ARCH_MIPSEL64N32', 'SCMP_ARCH_MIPSEL'],
  SCMP_ARCH_PARISC64: ['SCMP_ARCH_PARISC64', 'SCMP_ARCH_PARISC'],
  SCMP_ARCH_PPC64: ['SCMP_ARCH_PPC64', 'SCMP_ARCH_PPC'],
  SCMP_ARCH_S390X: ['SCMP_ARCH_S390X', 'SCMP_ARCH_S390'],
}

function abiOf(library: Libseccomp, scmp: string): Abi {
  const token = tokenOf(library, scmp)
  const numbers = numbersOf(scmp)
  const named = numbers.flatMap(number => {
    const name = library.syscall_resolve_num_arch(token, number)
    return name === null ? [] : [[number, name] as const]
  })
  return {
    name: scmp.replace(/^SCMP_ARCH_/, '').toLowerCase(),
    // x32 has no audit architecture of its own: a filter tells it by the number's bit 30.
    auditArch: scmp === 'SCMP_ARCH_X32' ? tokenOf(library, 'SCMP_ARCH_X86_64') : token,
    numbers,
    nameOf: new Map(named),
    numberOf: new Map(named.map(([number, name]) => [name, number])),
  }
}

/** No table of Linux 6 reaches half of it. */
const TABLE = 1024

function numbersOf(scmp: string): readonly number[] {
  const ranges: readonly (readonly [first: number, count: number])[] = [
    [offsets[scmp] ?? 0, TABLE],
    // ARM's private calls (breakpoint, cacheflush, set_tls, …).
    [0x0f_0000, scmp === 'SCMP_ARCH_ARM' ? 16 : 0],
    ...ends.map(end => [end, 1] as const),
  ]
  const all = ranges.flatMap(([first, count]) => Array.from({ length: count }, (_, index) => first + index))
  return [...new Set(all)].sort((one, other) => one - other)
}

const offsets: Readonly<Record<string, number>> = {
  SCMP_ARCH_X32: 0x4000_0000,
  SCMP_ARCH_MIPS: 4000,
  SCMP_ARCH_MIPSEL: 4000,
  SCMP_ARCH_MIPS64: 5000,
  SCMP_ARCH_MIPSEL64: 5000,
  SCMP_ARCH_MIPS64N32: 6000,
  SCMP_ARCH_MIPSEL64N32: 6000,
}

const ends = [0, 0x3fff_ffff, 0x4000_0000, 0x7fff_ffff, 0x8000_0000, 0xffff_fffe, 0xffff_ffff]
