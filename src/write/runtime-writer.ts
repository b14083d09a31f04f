import { statSync } from 'node:fs'
import type { Availability, Control, SpecWriter, WriterContext } from '../contracts.ts'
import { BenchError } from '../errors.ts'
import { adaptTo, type Refusals } from './adapt.ts'
import { rootfsPath } from './config-json.ts'
import { findOnPath } from './find.ts'
import { hintFor, missingPrivilege } from './privileges.ts'
import { type Candidate, findRefusals, tryFilters } from './probe.ts'
import { findBusybox, makeRootfs } from './rootfs.ts'

/** What tells one real runtime from another. */
export interface RuntimeKind {
  readonly name: string
  readonly summary: string
  /** A name on PATH or a path. */
  readonly program: string
  /** How to get it, one line. */
  readonly install: string
  readonly version: (file: string, control: Control) => Promise<string>
  /** Makes what its containers share, below `context.folder`. */
  readonly candidate: (context: WriterContext, file: string, rootfs: string) => RuntimeCandidate
  /** The architectures that it says it takes; `undefined` where it cannot tell. */
  readonly knownArchitectures: (file: string, control: Control) => Promise<ReadonlySet<string> | undefined>
}

interface RuntimeCandidate extends Candidate {
  /** Removes what stopped or failed containers left, wherever that is. */
  readonly sweep: () => Promise<void>
}

/** A writer that starts a real runtime. It is usable where a trial container could be created and removed. */
export function runtimeWriter(kind: RuntimeKind): SpecWriter {
  return {
    name: kind.name,
    summary: kind.summary,
    check: async context => {
      const found = findParts(kind, context)
      if (found.status === 'skipped') return found
      const { file, busybox } = found
      const version = await kind.version(file, context.control)
      const candidate = make(kind, context, file, busybox)
      const [failure] = await tryFilters(candidate, [null])
      await candidate.sweep()
      if (failure == null) return { status: 'usable', version, binary: file }
      return {
        status: 'skipped',
        reason: `${version} creates no container here: ${failure}`,
        hint: hintFor(failure),
      }
    },
    open: async context => {
      const found = findParts(kind, context)
      if (found.status === 'skipped') {
        throw new BenchError('environment', `${kind.name}: ${found.reason}`, { hint: found.hint })
      }
      const { file, busybox } = found
      const version = await kind.version(file, context.control)
      const candidate = make(kind, context, file, busybox)
      const refusals = await refusalsOf(kind, file, candidate, context.control)
      return {
        adapt: filter => adaptTo(refusals, version, filter),
        serialise: candidate.serialise,
        writes: 'files',
        runtime: candidate.commands,
        close: candidate.sweep,
      }
    },
  }
}

type Parts =
  | { readonly status: 'found'; readonly file: string; readonly busybox: string }
  | Extract<Availability, { status: 'skipped' }>

function findParts(kind: RuntimeKind, context: WriterContext): Parts {
  const program = context.binary ?? kind.program
  const file = findOnPath(program)
  if (file === null)
    return { status: 'skipped', reason: `there is no program ${program}`, hint: kind.install }
  const missing = missingPrivilege()
  if (missing !== null) return missing
  const busybox = findBusybox()
  if (busybox !== null) return { status: 'found', file, busybox }
  return {
    status: 'skipped',
    reason: 'there is no statically linked busybox for the container’s root file system',
    hint: 'apt-get install busybox-static',
  }
}

function make(kind: RuntimeKind, context: WriterContext, file: string, busybox: string): RuntimeCandidate {
  const rootfs = rootfsPath(context.folder)
  makeRootfs(rootfs, busybox)
  return kind.candidate(context, file, rootfs)
}

const known = new Map<string, Promise<Refusals>>()

/** Asked once per binary: every arm of a run gets the same answer. */
function refusalsOf(
  kind: RuntimeKind,
  file: string,
  candidate: Candidate,
  control: Control,
): Promise<Refusals> {
  const { mtimeMs, size } = statSync(file)
  const key = `${file} ${mtimeMs} ${size}`
  const asked =
    known.get(key) ?? kind.knownArchitectures(file, control).then(names => findRefusals(candidate, names))
  known.set(key, asked)
  return asked
}
