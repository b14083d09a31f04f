import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { setImmediate as eventLoopTurn } from 'node:timers/promises'
import { monotonic_ns } from '../clock.ts'
import type { Command, Launcher, ProcessOutcome } from '../contracts.ts'
import { errnoText, openLibc } from './libc.ts'
import { type Prepared, prepare } from './prepare.ts'
import { createWatch } from './watch.ts'

/**
 * posix_spawn and wait4 of the C library. The main thread itself waits (poll on pidfds), because a second thread
 * would add its own scheduling delay to every end; it waits for the started pids alone, so that no other child's
 * status is taken. At a signal, and at least every `SLICE_NS` over all launches, the event loop gets a turn.
 */
export const posix: Launcher = {
  name: 'posix',
  summary:
    'posix_spawn and wait4 called directly: little overhead, and each process’s CPU time and page faults',
  run: async (command, limits) => (await launch([command], { ...limits, concurrency: 1 }))[0]!,
  runAll: (commands, limits) => launch(commands, limits),
}

type Limits = Parameters<Launcher['runAll']>[1]

interface Running {
  readonly index: number
  readonly prepared: Prepared
  readonly pid: number
  readonly start_ns: number
  deadline_ns: number
  killed: boolean
}

const SLICE_NS = 200_000_000
/** How long a killed process may take to disappear (it may hang in the kernel) before it is given up. */
const KILL_GRACE_NS = 10_000_000_000
const SIGKILL = 9

async function launch(commands: readonly Command[], limits: Limits): Promise<readonly ProcessOutcome[]> {
  const concurrency = Math.max(1, limits.concurrency)
  const timeout_ns = limits.timeout_ms * 1e6
  const outcomes = new Array<ProcessOutcome | undefined>(commands.length)
  const ends = new Map<Running, number>()
  const prepared: Prepared[] = []
  const watch = createWatch<Running>(openLibc(), Math.min(concurrency, commands.length))
  try {
    for (const command of commands) prepared.push(prepare(command))
    let next = 0
    while (next < commands.length || watch.members.length > 0) {
      let interrupted = false
      if (next < commands.length && watch.members.length < concurrency) {
        if (limits.stop?.() === true) {
          next = commands.length
          continue
        }
        const index = next++
        const start_ns = monotonic_ns()
        const errno = prepared[index]!.spawn()
        if (errno === 0) watch.add(running(index, prepared[index]!, start_ns, start_ns + timeout_ns))
        else outcomes[index] = notStarted(prepared[index]!.command, errno)
        if (watch.members.length > 0) watch.reap(0, ends)
      } else {
        const until_ns = Math.min(turn_ns + SLICE_NS, earliestDeadline(watch.members))
        interrupted = watch.reap(Math.max(0, Math.ceil((until_ns - monotonic_ns()) / 1e6)), ends)
      }
      const now_ns = monotonic_ns()
      for (const overdue of watch.members.filter(member => member.deadline_ns <= now_ns)) {
        if (overdue.killed) watch.drop(overdue, now_ns, ends)
        else killGroup(overdue, now_ns)
      }
      if (interrupted || now_ns - turn_ns >= SLICE_NS) await takeTurn()
    }
    for (const [member, end_ns] of ends) outcomes[member.index] = outcome(member, end_ns)
  } finally {
    for (const member of watch.members) killGroup(member, 0)
    watch.close()
    for (const item of prepared) item.release()
  }
  // Not after every launch: with the caches cold a turn takes 0.1 ms, and short creates would each pay for two.
  if (monotonic_ns() - turn_ns >= SLICE_NS) await takeTurn()
  return outcomes.map(known => known ?? { status: 'not-started', reason: 'stopped before its turn' })
}

let turn_ns = monotonic_ns()

async function takeTurn(): Promise<void> {
  await eventLoopTurn()
  turn_ns = monotonic_ns()
}

function running(index: number, prepared: Prepared, start_ns: number, deadline_ns: number): Running {
  return { index, prepared, pid: prepared.pid(), start_ns, deadline_ns, killed: false }
}

function earliestDeadline(members: readonly Running[]): number {
  return members.reduce((earliest, { deadline_ns }) => Math.min(earliest, deadline_ns), Infinity)
}

function killGroup(member: Running, now_ns: number): void {
  member.killed = true
  member.deadline_ns = now_ns + KILL_GRACE_NS
  openLibc().kill(-member.pid, SIGKILL)
}

function notStarted(command: Command, errno: number): ProcessOutcome {
  const missing = [command.workingFolder, dirname(command.log)].find(path => !existsSync(path))
  return { status: 'not-started', reason: `${errnoText(errno)}: ${missing ?? command.file}` }
}

function outcome({ prepared, start_ns, killed }: Running, end_ns: number): ProcessOutcome {
  const span = { start_ns, end_ns }
  const status = prepared.status()
  if (killed) return { status: 'timed-out', span }
  const signal = status & 0x7f
  if (signal !== 0) return { status: 'signalled', signal, span }
  return { status: 'exited', exitCode: (status >> 8) & 0xff, span, usage: prepared.usage() }
}
