import { compileFilter } from '../bpf/compile.ts'
import type { OpenedLibseccomp } from '../bpf/libseccomp.ts'
import { maximumInstructions } from '../bpf/program.ts'
import { monotonic_ns } from '../clock.ts'
import { BenchError } from '../errors.ts'
import { lxcText } from '../profile/lxc.ts'
import { type OciFilter, serialiseOciFilter } from '../profile/oci.ts'

/** One filter for one kind of host, counted: plain JSON. */
export interface FilterCosts {
  readonly counts: LedgerCounts
  /** The version that compiled; `null`: none did. Instructions may be compared where it is the same. */
  readonly libseccomp: string | null
  /** For people, never gated: microseconds of libseccomp from `seccomp_init` to the exported program. */
  readonly compile_us: number | null
  /** What was left out or is unknown, and why; one line each. */
  readonly notes: readonly string[]
}

/** Exact. `null`: unknown, a note says why. 0: there is none. */
export interface LedgerCounts {
  /** As listed, repeats counted. */
  readonly architectures: number
  readonly rules: number
  /** Names in all rules together. */
  readonly names: number
  /** The `seccomp` object of config.json. */
  readonly oci_bytes: number
  readonly oci_files: number
  /** What lcr writes for LXC. */
  readonly lxc_bytes: number | null
  readonly lxc_lines: number | null
  readonly lxc_files: number | null
  /** Of the compiled filter. */
  readonly bpf_instructions: number | null
}

export interface CountInput {
  /** As `uname -m` says it. */
  readonly machine: string
  readonly opened: OpenedLibseccomp
  readonly clock_ns?: () => number
}

/** Throws nothing for what is missing here. */
export function countFilter(filter: OciFilter | null, input: CountInput): FilterCosts {
  const lxc = lxcCounts(filter, input.machine)
  const bpf = bpfCounts(filter, input)
  return {
    counts: { ...ociCounts(filter), ...lxc.counts, bpf_instructions: bpf.instructions },
    libseccomp: bpf.libseccomp,
    compile_us: bpf.compile_us,
    notes: [...(filter === null ? ['the profile asks for no filter'] : []), ...lxc.notes, ...bpf.notes],
  }
}

/** config.json and lcr's `config` are there without a filter too. */
function ociCounts(filter: OciFilter | null) {
  const rules = filter?.syscalls ?? []
  return {
    architectures: filter?.architectures?.length ?? 0,
    rules: rules.length,
    names: rules.reduce((sum, { names }) => sum + names.length, 0),
    oci_bytes: filter === null ? 0 : Buffer.byteLength(serialiseOciFilter(filter)),
    oci_files: 1,
  }
}

function lxcCounts(filter: OciFilter | null, machine: string) {
  if (filter === null) return { counts: { lxc_bytes: 0, lxc_lines: 0, lxc_files: 1 }, notes: [] }
  try {
    const text = lxcText(filter, machine)
    const lines = text.split('\n').length - 1
    return { counts: { lxc_bytes: Buffer.byteLength(text), lxc_lines: lines, lxc_files: 2 }, notes: [] }
  } catch (error) {
    if (!(error instanceof BenchError)) throw error
    return { counts: { lxc_bytes: null, lxc_lines: null, lxc_files: null }, notes: [error.message] }
  }
}

interface BpfCounts {
  readonly instructions: number | null
  readonly libseccomp: string | null
  readonly compile_us: number | null
  readonly notes: readonly string[]
}

function bpfCounts(
  filter: OciFilter | null,
  { machine, opened, clock_ns = monotonic_ns }: CountInput,
): BpfCounts {
  if (filter === null) return { instructions: 0, libseccomp: null, compile_us: null, notes: [] }
  const unknown = (reason: string): BpfCounts => ({
    instructions: null,
    libseccomp: null,
    compile_us: null,
    notes: [`no compiled filter: ${reason}`],
  })
  if (opened.status === 'missing') return unknown(`${opened.reason} (${opened.hint})`)
  const compiled = compileFilter(filter, machine, { library: opened.library, clock_ns })
  if (compiled.status === 'refused') return unknown(compiled.reason)
  const { length } = compiled.program
  const long = `${length} instructions are more than a kernel takes (${maximumInstructions})`
  return {
    instructions: length,
    libseccomp: opened.library.version,
    compile_us: compiled.compile_us,
    notes: [...compiled.leftOut, ...(length > maximumInstructions ? [long] : [])],
  }
}
