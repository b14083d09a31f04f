import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { constants } from 'node:os'
import { monotonic_ns } from '../clock.ts'
import type { Command, Launcher, LaunchLimits, ProcessOutcome } from '../contracts.ts'
import { oneLine } from '../errors.ts'

/** For machines where the C library cannot be called; ends are stamped when Node's event loop hears of them. */
export const portable: Launcher = {
  name: 'portable',
  summary: 'execa, that is Node’s own child processes: works everywhere, costs more, tells no CPU time',
  run: start,
  runAll: async (commands, limits) => {
    const outcomes = new Array<ProcessOutcome>(commands.length)
    let next = 0
    const lane = async () => {
      while (next < commands.length) {
        const index = next++
        outcomes[index] =
          limits.stop?.() === true
            ? { status: 'not-started', reason: 'stopped before its turn' }
            : await start(commands[index]!, limits)
      }
    }
    const lanes = Math.min(Math.max(1, limits.concurrency), commands.length)
    await Promise.all(Array.from({ length: lanes }, lane))
    return outcomes
  },
}

async function start(command: Command, limits: LaunchLimits): Promise<ProcessOutcome> {
  let log: number
  try {
    log = openSync(command.log, 'a', 0o600)
  } catch (error) {
    return { status: 'not-started', reason: reasonOf(error) }
  }
  try {
    return await startWith(log, command, limits)
  } finally {
    closeSync(log)
  }
}

async function startWith(log: number, command: Command, limits: LaunchLimits): Promise<ProcessOutcome> {
  const options = {
    cwd: command.workingFolder,
    env: environmentOf(command),
    extendEnv: false,
    // execa's types name the standard descriptors only; any number is handed through.
    stdio: ['ignore', log as 1, log as 1],
    // A process group of its own: the terminal's Ctrl-C does not reach it, and a timeout reaches its children.
    detached: true,
    cleanup: false,
    reject: false,
  } as const
  // Loaded by who launches alone, and before the clock is read.
  const { execa } = await import('execa')
  let killed = false
  const start_ns = monotonic_ns()
  const subprocess = execa(command.file, [...command.arguments], options)
  const { pid } = subprocess
  if (pid === undefined) return { status: 'not-started', reason: reasonOf(await subprocess) }
  const timer = setTimeout(() => {
    killed = true
    killGroup(pid)
  }, limits.timeout_ms)
  const [exitCode, signal] = (await once(subprocess, 'exit')) as [number | null, NodeJS.Signals | null]
  const span = { start_ns, end_ns: monotonic_ns() }
  clearTimeout(timer)
  await subprocess
  if (killed) return { status: 'timed-out', span }
  if (exitCode !== null) return { status: 'exited', exitCode, span, usage: null }
  return { status: 'signalled', signal: signal === null ? 0 : constants.signals[signal], span }
}

function environmentOf(command: Command): Record<string, string> {
  return Object.fromEntries(
    command.environment.map(entry => {
      const at = entry.indexOf('=')
      return [entry.slice(0, at), entry.slice(at + 1)]
    }),
  )
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // It ended in this moment.
  }
}

function reasonOf(failure: unknown): string {
  const { code, message, cause } = failure as { code?: string; message?: string; cause?: unknown }
  const text = oneLine(cause instanceof Error ? cause.message : (message ?? String(failure)))
  return code === undefined || text.startsWith(code) ? text : `${code}: ${text}`
}
