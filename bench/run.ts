import { randomBytes } from 'node:crypto'
import { machine as hostMachine, release } from 'node:os'
import { performance } from 'node:perf_hooks'
import {
  type ArmSpec,
  architectureLabel,
  BenchError,
  control,
  enterPrivateMounts,
  exporters,
  kernelVersion,
  launchers,
  type MeasureInput,
  type Mode,
  measureRun,
  type Plan,
  parseRuntimeOption,
  parseSeed,
  plan,
  type Run,
  type RunTarget,
  type Scenario,
  type SpecWriter,
  writeExport,
  writeRun,
  writers,
} from '../src/index.ts'
import { type ChosenArm, chooseArms, parseArm } from './arms.ts'
import { parseCapabilities } from './capabilities.ts'
import { drawCharts } from './draw.ts'
import { gitCommit } from './git.ts'
import { packageVersion } from './package.ts'
import { progress } from './progress.ts'
import { createRunFolder } from './run-folder.ts'
import { findScenario } from './scenarios.ts'
import { onStopSignal } from './signals.ts'
import { resultText } from './table.ts'

export interface RunOptions {
  readonly mode?: Mode
  readonly scenario?: string
  readonly writer?: string
  readonly runtime: readonly string[]
  readonly profile?: string
  readonly arch?: 'x86_64' | 'arm64'
  readonly caps?: string
  readonly a?: string
  readonly b?: string
  readonly containers?: number
  readonly rounds?: number
  readonly warmup?: number
  readonly concurrency?: number
  readonly timeout?: number
  readonly fsync: boolean
  readonly launcher: string
  readonly privateMounts: boolean
  readonly require: boolean
  readonly seed?: string
  readonly out: string
  readonly reference: boolean
  readonly charts: boolean
}

/** Measures with every writer that was named, one run each; stores, prints and draws. */
export async function runCommand(options: RunOptions): Promise<void> {
  const scenario = findScenario(options.scenario ?? options.mode ?? 'sequential')
  const target = runTarget(options, scenario)
  const settled = plan(scenario, target.architecture, { ...options, timeout_s: options.timeout })
  // Everything that can be wrong about the input is told before anything is made or measured.
  const seed = parseSeed(options.seed ?? randomBytes(8).toString('hex'))
  const sets = armSets(options, scenario)
  if (options.privateMounts) enterPrivateMounts()

  const signals = onStopSignal()
  const stop = (): boolean => signals.caught() !== null
  const skipped: string[] = []
  for (const arms of sets) {
    if (stop()) break
    const outcome = await runOnce({ arms, settled, target, seed, options, stop })
    if (outcome !== null) skipped.push(outcome)
  }
  if (skipped.length > 0 && (options.require || skipped.length === sets.length)) {
    throw new BenchError('environment', `not measured: ${skipped.join('; ')}`, {
      hint: '`seccomp-bench doctor` says what works here',
    })
  }
  const signal = signals.caught()
  if (signal !== null) process.exitCode = 128 + signal.number
}

interface Once {
  readonly arms: readonly ChosenArm[]
  readonly settled: Plan
  readonly target: RunTarget
  readonly seed: string
  readonly options: RunOptions
  readonly stop: () => boolean
}

/** One run from folder to charts; the reason where it was skipped. */
async function runOnce({ arms, settled, target, seed, options, stop }: Once): Promise<string | null> {
  const now = new Date()
  const names = [...new Set(arms.map(({ arm }) => arm.writer))].join('-')
  const what = `${target.architecture}-${settled.mode}-${names}`
  const place = createRunFolder(options.out, what, now, randomBytes(4).toString('hex'))
  const bar = progress({
    stream: process.stderr,
    title: `${names} ${settled.mode}`,
    trials: (settled.rounds + settled.warmupRounds) * arms.length,
    clock_ms: () => performance.now(),
  })
  const input: MeasureInput = {
    id: place.id,
    created: now.toISOString(),
    command: ['seccomp-bench', ...process.argv.slice(2)],
    version: packageVersion(),
    commit: await gitCommit(control),
    arms,
    plan: settled,
    target,
    seed,
    workFolder: place.workFolder,
    launcher: launchers[settled.launcher as keyof typeof launchers],
    control: control,
    stop,
    onTrial: bar.trial,
  }
  let result: Awaited<ReturnType<typeof measureRun>>
  try {
    result = await measureRun(input)
  } catch (error) {
    place.discard()
    throw error
  } finally {
    bar.close()
  }
  if (result.status === 'skipped') {
    place.discard()
    process.stderr.write(`skipped: ${result.reason} (${result.hint})\n`)
    return result.reason
  }
  await store(result.run, place.folder, options)
  return null
}

async function store(run: Run, folder: string, options: RunOptions): Promise<void> {
  const paths = [writeRun(folder, run), writeExport(exporters.csv, run, folder)]
  process.stdout.write(resultText(run))
  for (const path of paths) process.stdout.write(`written: ${path}\n`)
  if (run.status === 'interrupted') {
    process.stdout.write(`interrupted: ${run.trials.length} trials are saved, nothing is left behind\n`)
  }
  if (options.charts && run.trials.some(trial => !trial.warmup)) {
    const drawn = await drawCharts(folder, options)
    if (!drawn) process.stderr.write(`the charts failed; the run is stored: seccomp-bench report ${folder}\n`)
  }
}

function runTarget(options: RunOptions, scenario: Scenario): RunTarget {
  const writtenOn = architectureLabel(hostMachine())
  const architecture = options.arch ?? writtenOn
  const native = architecture === writtenOn
  const kernel = kernelVersion(release())
  if (kernel === null) {
    throw new BenchError(
      'environment',
      `kernel release ${release()}: found no version, expected 6.1.0 or the like`,
    )
  }
  return {
    architecture,
    machine: native ? hostMachine() : machines[architecture as keyof typeof machines],
    native,
    writtenOn,
    capabilities: parseCapabilities(options.caps ?? scenario.capabilities),
    kernel,
  }
}

const machines = { x86_64: 'x86_64', arm64: 'aarch64' } as const

/** One set of arms per run: per writer of a list, or one where the arms name their writers themselves. */
function armSets(options: RunOptions, scenario: Scenario): ChosenArm[][] {
  const extra = options.runtime.map(parseRuntimeOption)
  const known: Record<string, SpecWriter> = {
    ...writers,
    ...Object.fromEntries(extra.map(writer => [writer.name, writer])),
  }
  const specs = armSpecs(options, scenario)
  const names = (options.writer ?? scenario.writer).split(',')
  return names.map(writer =>
    chooseArms(specs, {
      writer,
      profile: options.profile ?? scenario.profile,
      fsync: options.fsync,
      writers: known,
    }),
  )
}

/** `--a` and `--b` replace the scenario's arms; one alone is compared with the scenario's first arm. */
function armSpecs(options: RunOptions, scenario: Scenario): readonly ArmSpec[] {
  if (options.a === undefined && options.b === undefined) return scenario.arms
  const [first, second] = scenario.arms as [ArmSpec, ArmSpec]
  return [
    options.a === undefined ? first : parseArm('--a', options.a),
    options.b === undefined ? second : parseArm('--b', options.b),
  ]
}
