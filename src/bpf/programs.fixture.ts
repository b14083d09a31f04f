import fc from 'fast-check'
import * as op from './codes.ts'
import type { Instruction, Program } from './program.ts'

export function stmt(code: number, k = 0): Instruction {
  return { code, jt: 0, jf: 0, k }
}

export function jump(code: number, k: number, jt: number, jf: number): Instruction {
  return { code, jt, jf, k }
}

/** Any program that the kernel takes and that ends in the accumulator: stores first, then anything, jumps forward. */
export const anyProgram: fc.Arbitrary<Program> = fc
  .array(anyInstruction(), { minLength: 1, maxLength: 40 })
  .map(body => [
    stmt(op.LD_W_ABS, 16),
    ...[0, 1, 2, 3].map(word => stmt(op.ST, word)),
    ...body.map((instruction, at) => withinReach(instruction, body.length - at - 1)),
    stmt(op.RET_A),
  ])

function anyInstruction(): fc.Arbitrary<Instruction> {
  const k = fc.oneof(
    fc.constantFrom(0, 1, 2, 31, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff),
    fc.integer({ min: 0, max: 0xffff_ffff }),
  )
  const word = fc.nat(15).map(index => index * 4)
  const memory = fc.nat(3)
  const plain = fc.constantFrom(op.TAX, op.TXA, op.NEG, op.LD_W_LEN, op.LDX_W_LEN)
  const arithmetic = fc.constantFrom(op.ADD, op.SUB, op.MUL, op.OR, op.AND, op.XOR)
  const all = fc.constantFrom(op.ADD, op.SUB, op.MUL, op.DIV, op.OR, op.AND, op.XOR, op.LSH, op.RSH)
  const jumps = fc.constantFrom(op.JEQ, op.JGT, op.JGE, op.JSET)
  const hop = fc.nat(12)
  return fc.oneof(
    word.map(at => stmt(op.LD_W_ABS, at)),
    fc.tuple(fc.constantFrom(op.LD_IMM, op.LDX_IMM), k).map(([code, value]) => stmt(code, value)),
    fc
      .tuple(fc.constantFrom(op.LD_MEM, op.LDX_MEM, op.ST, op.STX), memory)
      .map(([code, at]) => stmt(code, at)),
    plain.map(code => stmt(code)),
    fc.tuple(arithmetic, k).map(([code, value]) => stmt(code, value)),
    fc.tuple(fc.constantFrom(op.LSH, op.RSH), fc.nat(31)).map(([code, value]) => stmt(code, value)),
    k.map(value => stmt(op.DIV, value || 7)),
    all.map(code => stmt(code | op.X)),
    fc.tuple(jumps, k, hop, hop).map(([code, value, jt, jf]) => jump(code, value, jt, jf)),
    fc.tuple(jumps, hop, hop).map(([code, jt, jf]) => jump(code | op.X, 0, jt, jf)),
    hop.map(far => stmt(op.JA, far)),
  )
}

/** `behind`: how many of the body follow; the final return is one further. */
function withinReach({ code, jt, jf, k }: Instruction, behind: number): Instruction {
  const near = (hop: number) => Math.min(hop, behind)
  return code === op.JA ? stmt(code, near(k)) : { code, jt: near(jt), jf: near(jf), k }
}

/** The 16 words of any call. */
export const anyData: fc.Arbitrary<Uint32Array> = fc
  .array(fc.integer({ min: 0, max: 0xffff_ffff }), { minLength: 16, maxLength: 16 })
  .map(words => Uint32Array.from(words))
