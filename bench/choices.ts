import { randomBytes } from 'node:crypto'
import { machine as hostMachine, release } from 'node:os'
import {
  type ArmSpec,
  allowedCpus,
  architectureLabel,
  BenchError,
  kernelVersion,
  type Mode,
  metricsOf,
  type Plan,
  parseRuntimeOption,
  parseSeed,
  plan,
  type RunTarget,
  type Scenario,
  type SpecWriter,
  writers,
} from '../src/index.ts'
import { type ChosenArm, chooseArms, parseArm } from './arms.ts'
import { parseCapabilities } from './capabilities.ts'
import { findScenario } from './scenarios.ts'

/** What every measuring command may be told. */
export interface MeasureOptions {
  readonly mode?: Mode
  readonly scenario?: string
  readonly writer?: string
  readonly runtime: readonly string[]
  readonly profile?: string
  readonly arch?: 'x86_64' | 'arm64'
  readonly caps?: string
  readonly a?: string
  readonly b: readonly string[]
  readonly containers?: number
  readonly rounds?: number
  readonly maxRounds?: number
  readonly warmup?: number
  readonly mde?: number
  readonly margin?: number
  readonly budget?: number
  readonly metric?: string
  readonly concurrency?: number
  readonly timeout?: number
  readonly fsync: boolean
  readonly launcher: string
  readonly privateMounts: boolean
  /** `true`: the last processor that this process may use. */
  readonly pin?: number | true
  readonly allowDifference: boolean
  readonly seed?: string
  readonly out: string
}

export interface Choices {
  readonly scenario: Scenario
  readonly target: RunTarget
  readonly plan: Plan
  readonly seed: string
  /** One set of arms per run. */
  readonly sets: readonly (readonly ChosenArm[])[]
}

/** Settles everything that can be wrong about the input, before anything is made or measured. */
export function choose(options: MeasureOptions): Choices {
  const scenario = findScenario(options.scenario ?? options.mode ?? 'sequential')
  const target = runTarget(options, scenario)
  const settled = plan(scenario, target.architecture, {
    ...options,
    timeout_s: options.timeout,
    mde_pct: options.mde,
    margin_pct: options.margin,
    budget_ms: options.budget,
    mostRounds: mostRounds(options),
    pinnedCpu: pinnedCpu(options),
  })
  checkPin(settled)
  checkMetric(settled)
  return {
    scenario,
    target,
    plan: settled,
    seed: parseSeed(options.seed ?? randomBytes(8).toString('hex')),
    sets: armSets(options, scenario),
  }
}

function pinnedCpu({ pin }: MeasureOptions): number | null {
  if (pin === undefined) return null
  const allowed = allowedCpus()
  const cpu = pin === true ? allowed.at(-1) : pin
  if (cpu !== undefined && allowed.includes(cpu)) return cpu
  throw new BenchError(
    'bad-input',
    `--pin${pin === true ? '' : ` ${pin}`}: this process may use the CPUs ${allowed.join(', ') || 'that this host does not name'}`,
    { hint: 'give one of them, or run without --pin' },
  )
}

function checkPin({ mode, pinnedCpu }: Plan): void {
  if (pinnedCpu === null || mode === 'sequential') return
  throw new BenchError('bad-input', '--pin: containers at once need more than one CPU', {
    hint: 'it is for --mode sequential',
  })
}

/** Goals or a limit make a run as long as it needs to be; `--rounds` makes it as long as it says. */
function mostRounds({ rounds, maxRounds, mde, margin }: MeasureOptions): number | undefined {
  if (rounds !== undefined) return undefined
  if (maxRounds !== undefined) return maxRounds
  return mde === undefined && margin === undefined ? undefined : 10_000
}

function checkMetric({ metric, mode }: Plan): void {
  const names = metricsOf(mode).map(({ name }) => name)
  if (names.includes(metric)) return
  throw new BenchError(
    'bad-input',
    `--metric ${metric.slice(0, 40)}: not known, expected ${names.join(', ')}`,
    {
      hint: `these are the metrics of ${mode} mode`,
    },
  )
}

function runTarget(options: MeasureOptions, scenario: Scenario): RunTarget {
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

/** One set of arms per writer of the list. */
function armSets(options: MeasureOptions, scenario: Scenario): ChosenArm[][] {
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

/** `--a` and every `--b` replace the scenario's arms; one kind alone is compared with the scenario's own of the other. */
function armSpecs(options: MeasureOptions, scenario: Scenario): readonly ArmSpec[] {
  const [first, ...others] = scenario.arms as [ArmSpec, ...ArmSpec[]]
  if (options.b.length > 7) {
    throw new BenchError('bad-input', `--b: found ${options.b.length} candidates, expected at most 7`)
  }
  return [
    options.a === undefined ? first : parseArm('--a', options.a),
    ...(options.b.length === 0 ? others : options.b.map(text => parseArm('--b', text))),
  ]
}
