import { closeSync, fstatSync, readSync } from 'node:fs'
import { constants, endianness as hostEndianness } from 'node:os'
import { errnoText } from '../launch/libc.ts'
import { architectureOf } from '../profile/arch.ts'
import type { OciFilter } from '../profile/oci.ts'
import { addArchitectures } from './architectures.ts'
import type { Libseccomp } from './libseccomp.ts'
import { decodeProgram, type Endianness, type Program } from './program.ts'
import { addRules } from './rules.ts'
import { actionValue } from './words.ts'

export interface CompileWorld {
  readonly library: Libseccomp
  readonly clock_ns: () => number
}

export type Compilation =
  | {
      readonly status: 'compiled'
      readonly program: Program
      readonly endianness: Endianness
      /** Those that are in it, the machine's own first, each once. */
      readonly architectures: readonly string[]
      /** What libseccomp does not take, one line for each reason. */
      readonly leftOut: readonly string[]
      /** From `seccomp_init` to the exported program, the calls from JavaScript included. */
      readonly compile_us: number
    }
  | { readonly status: 'refused'; readonly reason: string }

/**
 * A filter as classic BPF, made by libseccomp in the way of runc (seccomp_linux.go) and crun (seccomp.c), for a host
 * of any kind (`machine`: `uname -m`): the host's own architecture is always in it, names that libseccomp does not
 * know and rules that repeat the default action are passed over, several comparisons of one argument become one rule
 * each, libseccomp's default optimisation. Architectures that those two would fail on are left out and told.
 * What a runtime loads can differ: runc 1.1.5 puts a piece in front that answers ENOSYS to calls newer than its list (14
 * instructions for three architectures), LXC 5.0.2 makes 938 of the default profile where this makes 974.
 */
export function compileFilter(filter: OciFilter, machine: string, world: CompileWorld): Compilation {
  const { library, clock_ns } = world
  const own = architectureOf(machine)
  if (own === undefined || own.endianness === null) return refused(`nothing is known of a machine ${machine}`)
  if (own.endianness !== thisEndianness) {
    // Found with 2.5.4 on x86_64: of an s390x program most return values come out as 0xff7f instead of 0x7fff0000.
    return refused(`libseccomp writes wrong programs for the other byte order, and ${machine} has it`)
  }
  const defaultAction = actionValue(filter.defaultAction, filter.defaultErrnoRet)
  if (defaultAction === null) return refused(`the action ${filter.defaultAction} is not known`)

  const start_ns = clock_ns()
  const context = library.init(defaultAction)
  const name = `libseccomp ${library.version}`
  if (context === null) return refused(`${name} refuses ${filter.defaultAction} as default action`)
  try {
    const architectures = addArchitectures(library, context, own.scmp, filter.architectures ?? [])
    if (architectures.status === 'refused') return refused(`${name}: ${architectures.reason}`)
    const rules = addRules(library, context, filter, defaultAction)
    if (rules.status === 'refused') return refused(`${name}: ${rules.reason}`)
    const bytes = exported(library, context)
    if (typeof bytes === 'number') return refused(`${name} exports no program: ${errnoText(bytes)}`)
    return {
      status: 'compiled',
      program: decodeProgram(bytes, own.endianness),
      endianness: own.endianness,
      architectures: architectures.names,
      leftOut: [...architectures.leftOut, ...rules.leftOut],
      compile_us: (clock_ns() - start_ns) / 1000,
    }
  } finally {
    library.release(context)
  }
}

const thisEndianness: Endianness = hostEndianness() === 'LE' ? 'little' : 'big'

function refused(reason: string): Compilation {
  return { status: 'refused', reason }
}

const MFD_CLOEXEC = 1

/** The program's bytes, or an error number. */
function exported(library: Libseccomp, context: bigint): Uint8Array | number {
  const fd = library.memfd_create('seccomp-bench', MFD_CLOEXEC)
  if (fd < 0) return constants.errno.EMFILE
  try {
    const result = library.export_bpf(context, fd)
    if (result < 0) return -result
    const bytes = new Uint8Array(fstatSync(fd).size)
    readSync(fd, bytes, 0, bytes.length, 0)
    return bytes
  } finally {
    closeSync(fd)
  }
}
