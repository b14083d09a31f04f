/** One instruction of classic BPF (`struct sock_filter`, linux/filter.h); unsigned numbers. */
export interface Instruction {
  readonly code: number
  /** Instructions skipped where a comparison holds, and where it does not. */
  readonly jt: number
  readonly jf: number
  readonly k: number
}

export type Program = readonly Instruction[]

/** Of the machine that a program is for: the kernel reads instructions and `seccomp_data` in its own byte order. */
export type Endianness = 'little' | 'big'

/** `struct sock_filter` after `struct sock_filter`, as libseccomp exports them. An incomplete last one is left out. */
export function decodeProgram(bytes: Uint8Array, endianness: Endianness): Program {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const little = endianness === 'little'
  return Array.from({ length: Math.floor(bytes.length / INSTRUCTION_BYTES) }, (_, index) => {
    const at = index * INSTRUCTION_BYTES
    return {
      code: view.getUint16(at, little),
      jt: view.getUint8(at + 2),
      jf: view.getUint8(at + 3),
      k: view.getUint32(at + 4, little),
    }
  })
}

const INSTRUCTION_BYTES = 8

/** BPF_MAXINSNS: the kernel loads no longer program. */
export const maximumInstructions = 4096
