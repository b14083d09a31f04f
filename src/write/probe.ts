import { closeSync, mkdirSync, openSync, readSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Container, ProcessOutcome, RuntimeCommands, SpecFile } from '../contracts.ts'
import { oneLine } from '../errors.ts'
import { defaultLauncher } from '../launch/index.ts'
import { architectures } from '../profile/arch.ts'
import type { OciFilter } from '../profile/oci.ts'
import type { Refusals } from './adapt.ts'
import { writeFiles } from './files.ts'

/** A runtime that is ready to be tried. */
export interface Candidate {
  readonly folder: string
  readonly serialise: (filter: OciFilter | null, container: Container) => readonly SpecFile[]
  readonly commands: RuntimeCommands
  /** Whether a created container is there; absent where `create` leaves none. */
  readonly exists?: (container: Container) => boolean
}

/** Creates and removes one container for each filter; `null` where that went well, else the runtime's words. */
export async function tryFilters(
  candidate: Candidate,
  filters: readonly (OciFilter | null)[],
): Promise<readonly (string | null)[]> {
  const place = join(candidate.folder, 'probe')
  const containers = filters.map((filter, index) => {
    const bundle = join(place, String(index))
    const container = { id: `probe-${process.pid}-${serial++}`, bundle, log: join(bundle, 'command.log') }
    mkdirSync(container.bundle, { recursive: true, mode: 0o700 })
    writeFiles(container.bundle, candidate.serialise(filter, container), false)
    return container
  })
  try {
    const creates = containers.map(candidate.commands.create)
    const created = await defaultLauncher().runAll(creates, LIMITS)
    const failures = created.map((outcome, index) => {
      const failure = failureOf(outcome, creates[index]!.log)
      const missing = failure === null && candidate.exists?.(containers[index]!) === false
      return missing ? 'it reports success, but there is no container' : failure
    })
    const { remove } = candidate.commands
    if (remove === null) return failures
    const removes = containers.map(remove)
    const removed = await defaultLauncher().runAll(removes, LIMITS)
    return failures.map((failure, index) => failure ?? failureOf(removed[index]!, removes[index]!.log))
  } finally {
    rmSync(place, { recursive: true, force: true })
  }
}

/**
 * What a runtime refuses, found by trying: each architecture beside the host's own (which is always in the filter, so
 * that a foreign byte order shows too), and a rule whose action is the default one. `known`: try no others.
 */
export async function findRefusals(candidate: Candidate, known?: ReadonlySet<string>): Promise<Refusals> {
  const names = architectures.map(({ scmp }) => scmp)
  const tried = names.filter(name => known === undefined || known.has(name))
  const [likeDefault, ...answers] = await tryFilters(candidate, [
    { defaultAction: ALLOW, syscalls: [{ names: ['acct'], action: ALLOW }] },
    ...tried.map(name => ({
      defaultAction: ALLOW,
      architectures: [name],
      syscalls: [{ names: ['acct'], action: 'SCMP_ACT_ERRNO' }],
    })),
  ])
  const refused = new Map<string, string>(
    names.filter(name => !tried.includes(name)).map(name => [name, 'not among its features']),
  )
  for (const [index, answer] of answers.entries()) if (answer !== null) refused.set(tried[index]!, answer)
  return { architectures: refused, ruleLikeDefault: likeDefault ?? null }
}

const ALLOW = 'SCMP_ACT_ALLOW'
const LIMITS = { timeout_ms: 30_000, concurrency: 4 }

let serial = 0

function failureOf(outcome: ProcessOutcome, log: string): string | null {
  switch (outcome.status) {
    case 'exited':
      return outcome.exitCode === 0 ? null : (firstComplaint(log) ?? `exit code ${outcome.exitCode}`)
    case 'signalled':
      return `ended by signal ${outcome.signal}`
    case 'timed-out':
      return 'it did not end in time'
    case 'not-started':
      return outcome.reason
  }
}

/** What a runtime's log says first of its failure, in one line of at most 300 characters; `null` where it says nothing. */
export function firstComplaint(log: string): string | null {
  const complaint = readSome(log)
    .split('\n')
    .filter(line => !/\blevel=(warning|info|debug)\b/.test(line))
    .map(messageOf)
    .find(line => line !== '')
  return complaint === undefined ? null : oneLine(complaint).slice(0, 300)
}

/**
 * Without time, level and source line: `time="…" level=error msg="…"` (runc), `2026-…Z: …` (crun),
 * `lxc-execute: id: ../src/lxc/seccomp.c: function: 123 …` (LXC).
 */
function messageOf(line: string): string {
  const quoted = /\bmsg="((?:[^"\\]|\\.)*)"/.exec(line)?.[1]
  if (quoted !== undefined) return quoted.replace(/\\(.)/g, '$1')
  return line
    .replace(/^\d{4}-\d\d-\d\dT[\d:.]+Z: /, '')
    .replace(/^lxc-execute: [\w-]+: (\S+: \S+: \d+ )?/, '')
    .trim()
}

function readSome(path: string): string {
  const buffer = Buffer.alloc(4096)
  try {
    const fd = openSync(path, 'r')
    try {
      return buffer.toString('utf8', 0, readSync(fd, buffer))
    } finally {
      closeSync(fd)
    }
  } catch {
    return ''
  }
}
