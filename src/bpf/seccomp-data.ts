import type { Endianness } from './program.ts'

/** A system call as a filter sees it (`struct seccomp_data`, linux/seccomp.h), but for the instruction pointer. */
export interface SystemCall {
  /** With the ABI's own bits (x32: 0x40000000); unsigned. */
  readonly number: number
  /** AUDIT_ARCH_… of linux/audit.h. */
  readonly auditArch: number
  /** Six at most; missing ones are 0. */
  readonly args: readonly bigint[]
}

/** The 16 words, in the order in which they lie in memory: of an argument the low half first on a little-endian machine. */
export function seccompData({ number, auditArch, args }: SystemCall, endianness: Endianness): Uint32Array {
  const words = new Uint32Array(16)
  words[0] = number
  words[1] = auditArch
  const [low, high] = endianness === 'little' ? [0, 1] : [1, 0]
  for (const [index, value] of args.entries()) {
    words[4 + 2 * index + low] = Number(value & 0xffff_ffffn)
    words[4 + 2 * index + high] = Number((value >> 32n) & 0xffff_ffffn)
  }
  return words
}
