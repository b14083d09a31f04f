import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { programFault } from './check.ts'
import * as op from './codes.ts'
import { runProgram } from './interpret.ts'
import { openKernel } from './kernel.fixture.ts'
import type { Program } from './program.ts'
import { anyData, anyProgram, jump, stmt } from './programs.fixture.ts'
import { seccompData } from './seccomp-data.ts'

const call = { number: 59, auditArch: 0xc000_003e, args: [0x1_0000_0002n, 0xffff_ffff_ffff_ffffn] }
const data = seccompData(call, 'little')

function returned(...program: readonly ReturnType<typeof stmt>[]): number {
  assert.equal(programFault(program), null)
  return runProgram(program, data)
}

describe('the interpreter', () => {
  const load = (a: number, x: number): Program => [stmt(op.LDX_IMM, x), stmt(op.LD_IMM, a)]

  it('loads the words of seccomp_data', () => {
    const words = [59, 0xc000_003e, 0, 0, 2, 1, 0xffff_ffff, 0xffff_ffff, 0]
    for (const [index, word] of words.entries()) {
      assert.equal(returned(stmt(op.LD_W_ABS, index * 4), stmt(op.RET_A)), word, `word ${index}`)
    }
    assert.equal(returned(stmt(op.LD_W_LEN), stmt(op.RET_A)), 64)
    assert.equal(returned(stmt(op.LDX_W_LEN), stmt(op.TXA), stmt(op.RET_A)), 64)
  })

  it('calculates with unsigned 32 bits, with a constant and with the index register', () => {
    const cases: readonly (readonly [string, number, number, number, number])[] = [
      ['add', op.ADD, 0xffff_ffff, 2, 1],
      ['sub', op.SUB, 1, 2, 0xffff_ffff],
      ['mul', op.MUL, 0xffff_ffff, 0xffff_ffff, 1],
      ['mul', op.MUL, 0x1_0001, 0x1_0001, 0x2_0001],
      ['div', op.DIV, 0xffff_ffff, 2, 0x7fff_ffff],
      ['div', op.DIV, 7, 0xffff_ffff, 0],
      ['or', op.OR, 0x8000_0000, 1, 0x8000_0001],
      ['and', op.AND, 0xffff_ffff, 0xf000_0000, 0xf000_0000],
      ['xor', op.XOR, 0xffff_ffff, 1, 0xffff_fffe],
      ['lsh', op.LSH, 1, 31, 0x8000_0000],
      ['rsh', op.RSH, 0x8000_0000, 31, 1],
    ]
    for (const [name, code, a, operand, expected] of cases) {
      assert.equal(returned(stmt(op.LD_IMM, a), stmt(code, operand), stmt(op.RET_A)), expected, name)
      assert.equal(returned(...load(a, operand), stmt(code | op.X), stmt(op.RET_A)), expected, `${name} x`)
    }
    assert.equal(returned(stmt(op.LD_IMM, 1), stmt(op.NEG), stmt(op.RET_A)), 0xffff_ffff)
  })

  it('ends with 0 on a division by a register of 0', () => {
    assert.equal(returned(...load(5, 0), stmt(op.DIV | op.X), stmt(op.RET_K, 9)), 0)
  })

  it('compares unsigned, and skips as many as the instruction says', () => {
    const cases: readonly (readonly [string, number, number, number, boolean])[] = [
      ['jeq', op.JEQ, 0xffff_ffff, 0xffff_ffff, true],
      ['jeq', op.JEQ, 1, 2, false],
      ['jgt', op.JGT, 0x8000_0000, 0x7fff_ffff, true],
      ['jgt', op.JGT, 2, 2, false],
      ['jge', op.JGE, 2, 2, true],
      ['jge', op.JGE, 0x7fff_ffff, 0x8000_0000, false],
      ['jset', op.JSET, 0x8000_0001, 0x8000_0000, true],
      ['jset', op.JSET, 1, 2, false],
    ]
    for (const [name, code, a, operand, holds] of cases) {
      const ends = [stmt(op.RET_K, 10), stmt(op.RET_K, 20), stmt(op.RET_K, 30)] as const
      const expected = holds ? 30 : 20
      assert.equal(returned(stmt(op.LD_IMM, a), jump(code, operand, 2, 1), ...ends), expected, name)
      assert.equal(returned(...load(a, operand), jump(code | op.X, 0, 2, 1), ...ends), expected, `${name} x`)
    }
    assert.equal(returned(stmt(op.JA, 1), stmt(op.RET_K, 10), stmt(op.RET_K, 20)), 20)
  })

  it('keeps sixteen words, and moves between the registers', () => {
    for (const word of [0, 15]) {
      const program = [stmt(op.LD_IMM, 7), stmt(op.ST, word), stmt(op.LD_IMM, 0), stmt(op.LD_MEM, word)]
      assert.equal(returned(...program, stmt(op.RET_A)), 7)
      const index = [stmt(op.LDX_IMM, 8), stmt(op.STX, word), stmt(op.LDX_IMM, 0), stmt(op.LDX_MEM, word)]
      assert.equal(returned(...index, stmt(op.TXA), stmt(op.RET_A)), 8)
    }
    assert.equal(returned(...load(3, 4), stmt(op.TAX), stmt(op.TXA), stmt(op.RET_A)), 3)
  })

  it('answers as this machine’s kernel does, whatever the program and the call', t => {
    const kernel = openKernel()
    if (typeof kernel === 'string') return t.skip(kernel)
    try {
      const numRuns = process.env.SECCOMP_BENCH_TESTS === 'all' ? 8000 : 1500
      fc.assert(
        fc.property(anyProgram, anyData, (program, words) => {
          assert.equal(programFault(program), null)
          const answer = runProgram(program, words)
          assert.ok(kernel.returns(program, words, answer), `the kernel does not return ${answer}`)
          assert.ok(!kernel.returns(program, words, (answer ^ 0x10) >>> 0), 'the kernel agrees to anything')
        }),
        { numRuns, seed: 20_240_601 },
      )
    } finally {
      kernel.close()
    }
  })
})

describe('the check', () => {
  it('names what the kernel would refuse', () => {
    const ret = stmt(op.RET_K, 0)
    const cases: readonly (readonly [Program, RegExp])[] = [
      [[], /empty/],
      [[stmt(op.LD_IMM)], /does not end with a return/],
      [[stmt(op.LD_W_ABS, 64), ret], /instruction 0 .*no word of seccomp_data at 64/],
      [[stmt(op.LD_W_ABS, 2), ret], /no word of seccomp_data at 2/],
      [[stmt(op.DIV, 0), ret], /division by 0/],
      [[stmt(op.LSH, 32), ret], /shift by 32/],
      [[stmt(op.ST, 16), ret], /no memory word 16/],
      [[stmt(op.LD_MEM, 1), ret], /instruction 0 may load/],
      [[jump(op.JEQ, 0, 0, 1), stmt(op.ST, 1), stmt(op.LD_MEM, 1), ret], /instruction 2 may load/],
      [[jump(op.JEQ, 0, 1, 0), ret], /jump beyond the end/],
      [[stmt(op.JA, 1), ret], /jump beyond the end/],
      [[stmt(0x94, 3), ret], /not an instruction that seccomp takes/],
      [[stmt(0x28, 0), ret], /not an instruction that seccomp takes/],
      [Array(4097).fill(ret), /4097 instructions, the kernel takes at most 4096/],
    ]
    for (const [program, fault] of cases) assert.match(programFault(program) ?? 'none', fault)
    assert.equal(programFault(Array(4096).fill(ret)), null)
    assert.equal(programFault([stmt(op.ST, 1), jump(op.JEQ, 0, 0, 0), stmt(op.LD_MEM, 1), ret]), null)
  })
})
