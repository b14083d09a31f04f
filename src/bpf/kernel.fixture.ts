import { createRequire } from 'node:module'
import { endianness } from 'node:os'
import * as op from './codes.ts'
import { RET_K } from './codes.ts'
import type { Program } from './program.ts'
import { jump, stmt } from './programs.fixture.ts'

/**
 * The kernel's own answer to whether a program that ends in its accumulator returns `expected`: the program filters
 * a packet between two sockets of this process, whose payload is `seccomp_data`. Nothing of the process changes.
 */
export interface Kernel {
  readonly returns: (program: Program, data: Uint32Array, expected: number) => boolean
  readonly close: () => void
}

const AF_UNIX = 1
const SOCK_DGRAM = 2
const SOL_SOCKET = 1
const SO_ATTACH_FILTER = 26
const MSG_DONTWAIT = 0x40

/** A `string`: why the kernel cannot be asked here. The numbers are those of x86 and ARM. */
export function openKernel(): Kernel | string {
  if (process.platform !== 'linux' || !['x64', 'arm64'].includes(process.arch))
    return 'Linux on x86_64 or arm64 only'
  if (endianness() !== 'LE') return 'little-endian machines only'
  const koffi = createRequire(import.meta.url)('koffi') as typeof import('koffi')
  const libc = koffi.load(null)
  const socketpair = libc.func('socketpair', 'int', ['int', 'int', 'int', 'void *'])
  const setsockopt = libc.func('setsockopt', 'int', ['int', 'int', 'int', 'void *', 'uint'])
  const send = libc.func('send', 'long', ['int', 'void *', 'size_t', 'int'])
  const recv = libc.func('recv', 'long', ['int', 'void *', 'size_t', 'int'])
  const close = libc.func('close', 'int', ['int'])
  const fds = new Int32Array(2)
  if (socketpair(AF_UNIX, SOCK_DGRAM, 0, fds) !== 0) return `socketpair: errno ${koffi.errno()}`
  const [from, to] = [fds[0]!, fds[1]!]

  // Made once: what only the kernel's struct points to would be collected as garbage.
  const code = Buffer.alloc(64 * 8)
  const passes = (program: Program, data: Uint32Array): boolean => {
    for (const [at, { code: opcode, jt, jf, k }] of program.entries()) {
      code.writeUInt16LE(opcode, at * 8)
      code.writeUInt8(jt, at * 8 + 2)
      code.writeUInt8(jf, at * 8 + 3)
      code.writeUInt32LE(k, at * 8 + 4)
    }
    const sock_fprog = Buffer.alloc(16)
    sock_fprog.writeUInt16LE(program.length, 0)
    sock_fprog.writeBigUInt64LE(koffi.address(code) as bigint, 8)
    if (setsockopt(to, SOL_SOCKET, SO_ATTACH_FILTER, sock_fprog, 16) !== 0) {
      throw new Error(`the kernel refuses the program: errno ${koffi.errno()}`)
    }
    // A socket filter reads packets in network order, a seccomp filter its own.
    const packet = Buffer.alloc(64)
    for (const [at, word] of data.entries()) packet.writeUInt32BE(word, at * 4)
    if (send(from, packet, 64, 0) !== 64) throw new Error(`send: errno ${koffi.errno()}`)
    return recv(to, Buffer.alloc(64), 64, MSG_DONTWAIT) === 64
  }
  return {
    returns: (program, data, expected) => {
      const body = program.slice(0, -1)
      const compare = jump(op.JEQ, expected, 0, 1)
      const equal = passes([...body, compare, stmt(RET_K, 0xffff_ffff), stmt(RET_K, 0)], data)
      const unequal = passes([...body, compare, stmt(RET_K, 0), stmt(RET_K, 0xffff_ffff)], data)
      // A division by a register of 0 ends a program with 0 before it comes to the comparison.
      return equal ? !unequal : !unequal && expected === 0
    },
    close: () => {
      close(from)
      close(to)
    },
  }
}
