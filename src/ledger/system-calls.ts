import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Command, Container, Launcher, SpecWriter, WriterContext, WriterSession } from '../contracts.ts'
import { oneLine } from '../errors.ts'
import type { OciFilter } from '../profile/oci.ts'
import { writeFiles } from '../write/files.ts'
import { findOnPath } from '../write/find.ts'

/** System calls of one create, all its processes together; informative: only a stable one may be compared exactly. */
export type SystemCallCount =
  | {
      readonly status: 'counted'
      readonly runtime: string
      /** One per create, in order. */
      readonly calls: readonly number[]
      /** Every create had as many. */
      readonly stable: boolean
    }
  | { readonly status: 'skipped'; readonly runtime: string; readonly reason: string; readonly hint: string }

export interface SystemCallInput {
  readonly writer: SpecWriter
  readonly filter: OciFilter | null
  readonly context: WriterContext
  readonly launcher: Launcher
  readonly creates: number
}

/**
 * Counts with `strace -c -f`. The container's first process outlives the create, and strace with it: the container is
 * removed while strace (detached, so that the create's own end is seen) still counts, which then writes its table.
 * `null`: a writer that starts no process.
 */
export async function systemCallsOf(input: SystemCallInput): Promise<SystemCallCount | null> {
  const { writer, context } = input
  const strace = findOnPath('strace')
  if (strace === null) {
    return skipped(writer.name, 'there is no program strace', 'apt-get install strace')
  }
  const available = await writer.check(context)
  if (available.status === 'skipped') return skipped(writer.name, available.reason, available.hint)
  const session = await writer.open(context)
  try {
    if (session.runtime === undefined) return null
    const calls: number[] = []
    for (let create = 0; create < input.creates; create++) {
      const counted = await countOne(input, session, strace)
      if (typeof counted === 'string') {
        return skipped(
          available.version,
          counted,
          'strace needs ptrace: run it as root, outside of containers',
        )
      }
      calls.push(counted)
    }
    return { status: 'counted', runtime: available.version, calls, stable: new Set(calls).size === 1 }
  } finally {
    await session.close()
  }
}

function skipped(runtime: string, reason: string, hint: string): SystemCallCount {
  return { status: 'skipped', runtime, reason, hint }
}

async function countOne(
  { context, filter, launcher }: SystemCallInput,
  session: WriterSession,
  strace: string,
): Promise<number | string> {
  const bundle = mkdtempSync(join(context.folder, 'strace-'))
  const id = bundle.slice(bundle.lastIndexOf('/') + 1)
  const container: Container = { id, bundle, log: join(bundle, 'command.log') }
  const table = join(context.folder, `${container.id}.table`)
  mkdirSync(bundle, { recursive: true, mode: 0o700 })
  try {
    writeFiles(bundle, session.serialise(session.adapt(filter).filter, container), false)
    const { create, remove } = session.runtime!
    const created = await launcher.run(traced(create(container), strace, table), LIMITS)
    if (remove !== null) await launcher.run(remove(container), LIMITS)
    if (created.status !== 'exited' || created.exitCode !== 0) {
      return oneLine(`a traced create failed: ${logOf(create(container).log)}`).slice(0, 300)
    }
    return (await totalOf(table)) ?? 'strace wrote no table'
  } finally {
    rmSync(bundle, { recursive: true, force: true })
    rmSync(table, { force: true })
  }
}

const LIMITS = { timeout_ms: 60_000 }

function traced(command: Command, strace: string, table: string): Command {
  const options = ['-D', '-f', '-c', '-U', 'calls,name', '-o', table, '--']
  return { ...command, file: strace, arguments: [...options, command.file, ...command.arguments] }
}

/** The detached strace writes when the last of the create's processes has ended. */
async function totalOf(table: string): Promise<number | null> {
  for (let patience = 0; patience < 100; patience++) {
    const total = totalCalls(textOf(table))
    if (total !== null) return total
    await sleep(50)
  }
  return null
}

/** Of `strace -c -U calls,name`: the number before `total`; `null`: the table is not complete. */
export function totalCalls(table: string): number | null {
  const total = /^\s*(\d+)\s+total\s*$/m.exec(table)?.[1]
  return total === undefined ? null : Number(total)
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

function logOf(file: string): string {
  return textOf(file).trim().split('\n').at(-1) || 'it says nothing'
}
