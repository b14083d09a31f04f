/** Arms without a runtime, and launchers that answer as they are told: for tests of the trials themselves. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { monotonic_ns } from '../clock.ts'
import type { Command, Container, Launcher, ProcessOutcome, WriterSession } from '../contracts.ts'
import { fullArch } from '../convert/full-arch.ts'
import type { Bench } from './bench.ts'

export type Answer = (command: Command, number: number) => ProcessOutcome

export const usage = {
  user_us: 700,
  system_us: 300,
  minorFaults: 1,
  majorFaults: 0,
  voluntarySwitches: 1,
  involuntarySwitches: 0,
}

/** A process that took so long, ending now. */
export function exited(exitCode: number, took_ns = 1000): ProcessOutcome {
  const end_ns = monotonic_ns()
  return { status: 'exited', exitCode, span: { start_ns: end_ns - took_ns, end_ns }, usage }
}

export interface FakeLauncher extends Launcher {
  readonly started: string[]
}

/** Answers in the order of the commands; `stop` is asked before each, as real launchers do. */
export function fakeLauncher(answer: Answer = () => exited(0)): FakeLauncher {
  const started: string[] = []
  const start = (command: Command): ProcessOutcome => {
    started.push(command.arguments.join(' '))
    return answer(command, started.length)
  }
  return {
    name: 'fake',
    summary: '',
    started,
    run: async command => start(command),
    runAll: async (commands, limits) =>
      commands.map(command =>
        limits.stop?.() === true
          ? { status: 'not-started', reason: 'stopped before its turn' }
          : start(command),
      ),
  }
}

export function fakeBench(
  context: TestContext,
  options: { launcher?: Launcher; session?: Partial<WriterSession>; id?: string; runtime?: boolean } = {},
): Bench {
  const folder = mkdtempSync(join(tmpdir(), 'seccomp-bench-trial-'))
  context.after(() => rmSync(folder, { recursive: true, force: true }))
  const command = (verb: string, { id, bundle, log }: Container): Command => ({
    file: '/bin/true',
    arguments: [verb, id],
    environment: [],
    workingFolder: bundle,
    log,
  })
  return {
    arm: {
      id: options.id ?? 'A',
      label: 'a',
      converter: 'full-arch',
      writer: 'fake',
      profile: { name: 'p.json', bytes: 2, sha256: '0'.repeat(64) },
      fsync: false,
    },
    profileText: '{"defaultAction":"SCMP_ACT_ALLOW"}',
    converter: fullArch,
    target: { machine: 'x86_64', capabilities: [], kernel: { version: 6, revision: 1 } },
    session: {
      adapt: filter => ({ filter, adaptations: [] }),
      serialise: () => [{ name: 'config.json', data: '{"a":1}' }],
      writes: 'files',
      ...(options.runtime !== false && {
        runtime: {
          verb: 'create',
          create: container => command('create', container),
          remove: container => command('delete', container),
        },
      }),
      close: async () => {},
      ...options.session,
    },
    launcher: options.launcher ?? fakeLauncher(),
    timeout_ms: 1000,
    folder,
  }
}

/** The logs stay for the next containers. */
export function bundlesIn(folder: string): readonly string[] {
  return readdirSync(folder).filter(name => !/^command-\d+\.log$/.test(name))
}
