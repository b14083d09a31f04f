/** For tests of what must hold when things go wrong: real processes of the command line, and runtimes that misbehave. */
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { execa, type ResultPromise } from 'execa'
import { analyseRun, journalFileName, type Run, readRun } from '../src/index.ts'
import { findOnPath } from '../src/write/find.ts'
import { findBusybox } from '../src/write/rootfs.ts'

export const cliPath: string = fileURLToPath(new URL('./cli.js', import.meta.url))
export const thorough: boolean = process.env.SECCOMP_BENCH_TESTS === 'all'

/** Why a long test is left out by default. */
export const onlyAll: string | false = thorough ? false : 'only with SECCOMP_BENCH_TESTS=all'

/** Why a test that makes containers, or mounts, cannot be run here; `false`: it can. */
export const needsRoot: string | false =
  process.getuid?.() === 0 ? (findBusybox() === null ? 'needs a static busybox' : false) : 'needs root'

export function needs(...programs: readonly string[]): string | false {
  const missing = programs.find(program => findOnPath(program) === null)
  return needsRoot || (missing === undefined ? false : `needs ${missing}`)
}

export interface Ended {
  readonly exitCode: number | undefined
  readonly stdout: string
  readonly stderr: string
}

const settings = {
  reject: false,
  stdin: 'ignore',
  timeout: 300_000,
  killSignal: 'SIGKILL',
} as const

/** The command line, to its end. `through`: a program and its arguments that start it (`prlimit …`, `setpriv …`). */
export async function cli(
  parameters: readonly string[],
  through: readonly string[] = [],
  env: Record<string, string> = {},
): Promise<Ended> {
  const [file, ...rest] = [...through, process.execPath, cliPath, ...parameters]
  const { exitCode, stdout, stderr } = await execa(file!, rest, { ...settings, env })
  return { exitCode, stdout, stderr }
}

/** The command line, running: to be signalled, or cut off. */
export function startCli(
  parameters: readonly string[],
  through: readonly string[] = [],
): ResultPromise<typeof settings> {
  const [file, ...rest] = [...through, process.execPath, cliPath, ...parameters]
  return execa(file!, rest, settings)
}

/** A run with a runtime of the test's own. */
export function withRuntime(path: string, out: string, containers = 20): string[] {
  const options = ['--containers', String(containers), '--warmup', '0', '--no-charts', '--out', out]
  return ['run', '--writer', 'fake', '--runtime', `fake=${path}`, ...options]
}

/** In-process work alone. */
export const memory: readonly string[] = ['run', '--writer', 'memory', '--warmup', '0', '--no-charts']

/** A folder of the test's own. */
export function scratch(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'seccomp-bench-robust-'))
  context.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export function runFolders(out: string): string[] {
  if (!existsSync(out)) return []
  return readdirSync(out)
    .filter(name => name !== 'calibrations')
    .sort()
    .map(name => join(out, name))
}

export function onlyFolder(out: string): string {
  const [folder, ...others] = runFolders(out)
  if (folder === undefined || others.length > 0) throw new Error(`${out}: ${1 + others.length} runs`)
  return folder
}

export function onlyRun(out: string): Run {
  return readRun(onlyFolder(out))
}

/**
 * What a run that went well ends with: 0, or 3 where the hypervisor or other programs took so much of this machine that
 * no verdict may be given: no test can help that.
 */
export function wellEnded(run: Run): 0 | 3 {
  const { verdict } = analyseRun(run)
  return verdict.verdict === 'INVALID' && ['steal', 'harness'].includes(verdict.gate) ? 3 : 0
}

/** Waits until the one run below `out` has journalled so many trials. */
export async function untilTrials(out: string, count: number): Promise<string> {
  for (let patience = 0; patience < 6000; patience++) {
    const path = runFolders(out).map(folder => join(folder, journalFileName))[0]
    if (path !== undefined && existsSync(path) && trialLines(path) >= count) return join(path, '..')
    await sleep(10)
  }
  throw new Error(`${out}: no ${count} trials within a minute`)
}

function trialLines(path: string): number {
  return readFileSync(path, 'utf8').split('\n{"kind":"trial"').length - 1
}

/**
 * An OCI runtime in a static shell: a container is a folder below the state folder. `fault` runs before a measured
 * container is created, with its id in $id and the number of creates so far in $n.
 */
export function fakeRuntime(folder: string, fault = ':'): string {
  return script(folder, 'fake-runtime', [
    'case "$1" in',
    '--version) echo "fake version 1.0"; exit 0;;',
    `features) echo '{"linux":{"seccomp":{"archs":["SCMP_ARCH_X86_64","SCMP_ARCH_AARCH64"]}}}'; exit 0;;`,
    'esac',
    'state=$2',
    'case "$3" in',
    'create) id=$6',
    '  case "$id" in',
    '  probe-*|*preflight*) ;;',
    `  *) echo >> ${folder}/count; n=$(wc -l < ${folder}/count); ${fault};;`,
    '  esac',
    '  mkdir "$state/$id";;',
    'delete) rm -rf "$state/$5";;',
    'esac',
  ])
}

/** Starts the real runtime; at the `at`-th measured create it kills who started it, as `kill -9` does. */
export function deadlyRuntime(folder: string, real: string, at: number): string {
  return script(folder, 'deadly-runtime', [
    'case "$*" in',
    '*-preflight-*) ;;',
    `*" create "*sb-*|"-n sb-"*) echo >> ${folder}/count`,
    `  [ $(wc -l < ${folder}/count) -ge ${at} ] && mkdir ${folder}/killed 2>/dev/null && kill -9 $PPID;;`,
    'esac',
    `exec ${real} "$@"`,
  ])
}

function script(folder: string, name: string, lines: readonly string[]): string {
  const path = join(folder, name)
  writeFileSync(path, `#!${findBusybox()} sh\n${lines.join('\n')}\n`)
  chmodSync(path, 0o755)
  return path
}
