import * as op from './codes.ts'
import type { Program } from './program.ts'

/**
 * What the kernel would get from a seccomp filter: an unsigned 32-bit number. `data`: the 16 words of `seccomp_data`
 * (`seccompData`). The program must have no fault (`programFault`).
 */
export function runProgram(program: Program, data: Uint32Array): number {
  const memory: number[] = []
  let a = 0
  let x = 0
  for (let at = 0; ; at++) {
    const { code, jt, jf, k } = program[at]!
    switch (code) {
      case op.LD_W_ABS:
        a = data[k >>> 2]!
        break
      case op.JEQ:
        at += a === k ? jt : jf
        break
      case op.JGE:
        at += a >= k ? jt : jf
        break
      case op.JGT:
        at += a > k ? jt : jf
        break
      case op.JSET:
        at += (a & k) !== 0 ? jt : jf
        break
      case op.JA:
        at += k
        break
      case op.JEQ | op.X:
        at += a === x ? jt : jf
        break
      case op.JGE | op.X:
        at += a >= x ? jt : jf
        break
      case op.JGT | op.X:
        at += a > x ? jt : jf
        break
      case op.JSET | op.X:
        at += (a & x) !== 0 ? jt : jf
        break
      case op.RET_K:
        return k
      case op.RET_A:
        return a
      case op.LD_IMM:
        a = k
        break
      case op.LD_MEM:
        a = memory[k]!
        break
      case op.LD_W_LEN:
        a = op.DATA_BYTES
        break
      case op.LDX_IMM:
        x = k
        break
      case op.LDX_MEM:
        x = memory[k]!
        break
      case op.LDX_W_LEN:
        x = op.DATA_BYTES
        break
      case op.ST:
        memory[k] = a
        break
      case op.STX:
        memory[k] = x
        break
      case op.TAX:
        x = a
        break
      case op.TXA:
        a = x
        break
      case op.NEG:
        a = -a >>> 0
        break
      case op.DIV | op.X:
        // The kernel ends a program that divides by a register of 0 with the answer 0.
        if (x === 0) return 0
        a = Math.trunc(a / x)
        break
      default:
        a = calculate(code & ~op.X, a, (code & op.X) === 0 ? k : x)
    }
  }
}

/** Shifts by a register take its low five bits, as JavaScript's own do. */
function calculate(code: number, a: number, operand: number): number {
  switch (code) {
    case op.ADD:
      return (a + operand) >>> 0
    case op.SUB:
      return (a - operand) >>> 0
    case op.MUL:
      return Math.imul(a, operand) >>> 0
    case op.DIV:
      return Math.trunc(a / operand)
    case op.OR:
      return (a | operand) >>> 0
    case op.AND:
      return (a & operand) >>> 0
    case op.XOR:
      return (a ^ operand) >>> 0
    case op.LSH:
      return (a << operand) >>> 0
    case op.RSH:
      return a >>> operand
    default:
      throw new RangeError(`opcode 0x${code.toString(16)}: programFault was not asked`)
  }
}
