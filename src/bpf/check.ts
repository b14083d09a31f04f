import * as op from './codes.ts'
import { type Instruction, maximumInstructions, type Program } from './program.ts'

/**
 * Why the kernel would not load a program as a seccomp filter, one line; `null`: it would. The rules are those of
 * Linux: bpf_check_classic and check_load_and_stores (net/core/filter.c), seccomp_check_filter (kernel/seccomp.c).
 */
export function programFault(program: Program): string | null {
  if (program.length === 0) return 'it is empty'
  if (program.length > maximumInstructions) {
    return `it has ${program.length} instructions, the kernel takes at most ${maximumInstructions}`
  }
  for (const [at, instruction] of program.entries()) {
    const fault = instructionFault(instruction, program.length - at - 1)
    if (fault !== null) return `instruction ${at} (code 0x${instruction.code.toString(16)}): ${fault}`
  }
  const last = program.at(-1)!.code
  if (last !== op.RET_K && last !== op.RET_A) return 'it does not end with a return'
  const early = loadBeforeStore(program)
  return early === null ? null : `instruction ${early} may load a memory word that was never stored`
}

function instructionFault({ code, jt, jf, k }: Instruction, behind: number): string | null {
  switch (code) {
    case op.LD_W_ABS:
      return k % 4 === 0 && k < op.DATA_BYTES ? null : `no word of seccomp_data at ${k}`
    case op.LD_MEM:
    case op.LDX_MEM:
    case op.ST:
    case op.STX:
      return k < op.MEMORY_WORDS ? null : `no memory word ${k}`
    case op.DIV:
      return k === 0 ? 'division by 0' : null
    case op.LSH:
    case op.RSH:
      return k < 32 ? null : `shift by ${k}`
    case op.JA:
      return k < behind ? null : 'jump beyond the end'
  }
  if (jumps.has(code)) return jt < behind && jf < behind ? null : 'jump beyond the end'
  return others.has(code) ? null : 'not an instruction that seccomp takes'
}

const jumps = withIndex([op.JEQ, op.JGT, op.JGE, op.JSET])
const others = new Set([
  ...[op.LD_W_LEN, op.LD_IMM, op.LDX_W_LEN, op.LDX_IMM, op.NEG, op.RET_K, op.RET_A, op.TAX, op.TXA],
  ...withIndex([op.ADD, op.SUB, op.MUL, op.DIV, op.OR, op.AND, op.LSH, op.RSH, op.XOR]),
])

function withIndex(codes: readonly number[]): ReadonlySet<number> {
  return new Set(codes.flatMap(code => [code, code | op.X]))
}

/** A word counts as stored where it is on every way that leads there. Jumps go forward, so one pass sees all ways. */
function loadBeforeStore(program: Program): number | null {
  const stored = new Array<number>(program.length).fill(0xffff)
  stored[0] = 0
  for (const [at, { code, jt, jf, k }] of program.entries()) {
    const here = stored[at]!
    const reach = (target: number, words: number) => {
      if (target < program.length) stored[target]! &= words
    }
    if ((code === op.LD_MEM || code === op.LDX_MEM) && (here & (1 << k)) === 0) return at
    if (code === op.JA) reach(at + 1 + k, here)
    else if (jumps.has(code)) {
      reach(at + 1 + jt, here)
      reach(at + 1 + jf, here)
    } else if (code === op.ST || code === op.STX) reach(at + 1, here | (1 << k))
    else if (code !== op.RET_K && code !== op.RET_A) reach(at + 1, here)
  }
  return null
}
