import { answerOf } from '../bpf/answer.ts'
import { programFault } from '../bpf/check.ts'
import { RET_K } from '../bpf/codes.ts'
import { type Compilation, compileFilter } from '../bpf/compile.ts'
import { runProgram } from '../bpf/interpret.ts'
import { type OpenedLibseccomp, openLibseccomp } from '../bpf/libseccomp.ts'
import type { Endianness, Program } from '../bpf/program.ts'
import { seccompData } from '../bpf/seccomp-data.ts'
import { monotonic_ns } from '../clock.ts'
import type { OciFilter } from '../profile/oci.ts'
import { type Abi, hostAbis } from './abis.ts'
import { callsToTry, type TriedCall } from './calls.ts'

/** Of one system call: where the two filters give different answers. */
export interface Difference {
  /** `x86_64`, `x32`, `x86`, `aarch64`, `arm`, … */
  readonly abi: string
  readonly number: number
  /** `null`: no system call has this number. */
  readonly name: string | null
  /** The first arguments of which it is true, `args[0]=0x10`; `null`: whatever the arguments that were tried. */
  readonly example: string | null
  /** `ALLOW`, `ERRNO 1 (EPERM)`, … */
  readonly a: string
  readonly b: string
  /** How many of the tried arguments have these answers. */
  readonly cases: number
}

/** `cases`: calls that were tried. `notes`: what the answer does not cover, one line each. */
export type Equivalence =
  | { readonly status: 'equivalent'; readonly cases: number; readonly notes: readonly string[] }
  | {
      readonly status: 'different'
      readonly differences: readonly Difference[]
      readonly cases: number
      readonly notes: readonly string[]
    }
  | { readonly status: 'unknown'; readonly reason: string; readonly hint: string }

/**
 * Whether two filters (`null`: none) answer alike on a host of the kind `machine` (`uname -m`). Both are compiled by
 * libseccomp and run over every system call number of the host's ABIs and the boundary values of the arguments that
 * rules compare. Never throws for what is missing here: that is `unknown`.
 */
export function equivalence(
  filterA: OciFilter | null,
  filterB: OciFilter | null,
  machine: string,
  opened: OpenedLibseccomp = openLibseccomp(),
): Equivalence {
  if (opened.status === 'missing') return { status: 'unknown', reason: opened.reason, hint: opened.hint }
  const { library } = opened
  const world = { library, clock_ns: monotonic_ns }
  const [a, b] = [filterA, filterB].map(filter =>
    prepare(filter, () => compileFilter(filter!, machine, world)),
  )
  for (const [name, side] of Object.entries({ A: a!, B: b! })) {
    if (side.status === 'refused') return unknown(`the filter of ${name}: ${side.reason}`)
  }
  const abis = hostAbis(library, machine)
  if (abis.length === 0) return unknown(`libseccomp ${library.version} knows no system calls of ${machine}`)
  const { calls, notes } = callsToTry(abis, [filterA, filterB])
  const { differences, cases } = compare(a as Prepared, b as Prepared, calls)
  const all = [...leftOutNotes(a as Prepared, b as Prepared), ...flagNotes(filterA, filterB), ...notes]
  return differences.length === 0
    ? { status: 'equivalent', cases, notes: all }
    : { status: 'different', differences, cases, notes: all }
}

function unknown(reason: string): Equivalence {
  return { status: 'unknown', reason, hint: 'nothing was compared; the filters may differ' }
}

interface Prepared {
  readonly status: 'prepared'
  readonly program: Program
  readonly endianness: Endianness | null
  readonly leftOut: readonly string[]
}

type Side = Prepared | Extract<Compilation, { status: 'refused' }>

/** Without a filter the kernel lets everything pass. */
function prepare(filter: OciFilter | null, compile: () => Compilation): Side {
  if (filter === null) return { status: 'prepared', program: allowAll, endianness: null, leftOut: [] }
  const compiled = compile()
  if (compiled.status === 'refused') return compiled
  const fault = programFault(compiled.program)
  if (fault !== null) return { status: 'refused', reason: `the kernel would not load it: ${fault}` }
  return { ...compiled, status: 'prepared' }
}

const allowAll: Program = [{ code: RET_K, jt: 0, jf: 0, k: 0x7fff_0000 }]

function compare(a: Prepared, b: Prepared, calls: Iterable<TriedCall>) {
  const endianness = a.endianness ?? b.endianness ?? 'little'
  const differences: Difference[] = []
  let cases = 0
  for (const call of calls) {
    const found = new Map<string, { a: string; b: string; example: string; cases: number }>()
    for (const args of call.arguments) {
      cases++
      const data = seccompData({ number: call.number, auditArch: call.abi.auditArch, args }, endianness)
      const answers = [runProgram(a.program, data), runProgram(b.program, data)] as const
      if (answers[0] === answers[1]) continue
      const [ofA, ofB] = [answerOf(answers[0]), answerOf(answers[1])]
      if (ofA === ofB) continue
      const key = `${ofA}|${ofB}`
      const before = found.get(key)
      const example = before?.example ?? exampleOf(call, args)
      found.set(key, { a: ofA, b: ofB, example, cases: (before?.cases ?? 0) + 1 })
    }
    for (const one of found.values()) {
      const always = one.cases === call.arguments.length
      differences.push({ ...placeOf(call.abi, call.number), ...one, example: always ? null : one.example })
    }
  }
  return { differences, cases }
}

function placeOf(abi: Abi, number: number) {
  return { abi: abi.name, number, name: abi.nameOf.get(number) ?? null }
}

/** The arguments that rules compare; all that are not 0 where no rule does. */
function exampleOf({ compared }: TriedCall, args: readonly bigint[]): string {
  const shown = args.flatMap((value, index) =>
    compared.has(index) || (compared.size === 0 && value !== 0n)
      ? [`args[${index}]=0x${value.toString(16)}`]
      : [],
  )
  return shown.join(', ') || 'every argument 0'
}

function leftOutNotes(a: Prepared, b: Prepared): string[] {
  return [...a.leftOut.map(line => `A: ${line}`), ...b.leftOut.map(line => `B: ${line}`)]
}

/** Flags of the seccomp call are not part of the program. */
function flagNotes(a: OciFilter | null, b: OciFilter | null): string[] {
  const [ofA, ofB] = [a, b].map(filter => [...(filter?.flags ?? [])].sort().join(', ') || 'none')
  return ofA === ofB ? [] : [`the flags differ, which no answer shows: A ${ofA}, B ${ofB}`]
}
