import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Control, Launcher, SpecWriter } from '../contracts.ts'
import { converters } from '../convert/index.ts'
import { BenchError } from '../errors.ts'
import { fileSha256, hostFacts } from '../host.ts'
import type { Arm, ArmResult, CalibrationRecord, Plan, Run, RunTarget, Trial } from '../model.ts'
import type { Seed } from '../random.ts'
import { type Bench, openBench, type Rehearsal } from './bench.ts'
import { lengthOf } from './length.ts'
import { type RunRecord, startRecord } from './record.ts'
import { runRounds } from './runner.ts'
import { roundOrder } from './schedule.ts'
import { sequentialTrial } from './sequential.ts'

export interface ArmInput {
  readonly arm: Arm
  readonly profileText: string
  readonly writer: SpecWriter
}

export interface MeasureInput {
  readonly id: string
  readonly created: string
  readonly command: readonly string[]
  readonly version: string
  readonly commit: string | null
  readonly arms: readonly ArmInput[]
  readonly plan: Plan
  readonly target: RunTarget
  readonly seed: Seed
  /** What is known of this host and writer telling copies apart. */
  readonly calibration: (run: Pick<Run, 'host' | 'plan' | 'arms' | 'target'>) => CalibrationRecord | null
  /** A private, empty folder: every bundle lies below it, and it is empty again at the end. */
  readonly workFolder: string
  readonly launcher: Launcher
  readonly control: Control
  readonly stop: () => boolean
  readonly onTrial: (trial: Trial) => void
}

export type MeasureResult =
  | { readonly status: 'measured'; readonly run: Run }
  | { readonly status: 'skipped'; readonly reason: string; readonly hint: string }

/**
 * One run: opens every arm, sees that each can make one container, runs the rounds, closes. Whatever happens,
 * containers and files of the arms are gone afterwards. An arm whose runtime is unusable here skips the run.
 */
export async function measureRun(input: MeasureInput): Promise<MeasureResult> {
  const opened: Opened[] = []
  try {
    for (const [index, arm] of input.arms.entries()) {
      const result = await openArm(input, arm, index)
      if (result.status === 'skipped') return result
      opened.push(result)
    }
    const benches = opened.map(({ bench }) => bench)
    for (const bench of benches) await preflight(bench, input)

    const record = startRecord()
    const length = lengthOf(input, () => record.trials)
    const ids = benches.map(({ arm }) => arm.id)
    const status = await runRounds({
      plan: input.plan,
      benches,
      idPrefix: idPrefix(input.id),
      order: round => roundOrder(input.seed, round, ids).map(id => ids.indexOf(id)),
      more: length.more,
      stop: input.stop,
      beforeRound: record.noise,
      onTrial: trial => {
        record.trial(trial)
        input.onTrial(trial)
      },
    })
    const ended = status === 'interrupted' ? status : length.ended()
    return { status: 'measured', run: runOf(input, opened, record, ended) }
  } finally {
    for (const { bench } of opened) await bench.session.close()
    rmSync(input.workFolder, { recursive: true, force: true })
  }
}

interface Opened {
  readonly status: 'opened'
  readonly bench: Bench
  readonly rehearsal: Rehearsal
  readonly version: string
  readonly binary: string | null
}

type OpenResult = Opened | Extract<MeasureResult, { status: 'skipped' }>

async function openArm(
  input: MeasureInput,
  { arm, profileText, writer }: ArmInput,
  index: number,
): Promise<OpenResult> {
  // Names of equal length for every arm: paths of different lengths are a difference of their own.
  const folder = join(input.workFolder, String(index))
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const { machine, capabilities, kernel } = input.target
  const target = { machine, capabilities, kernel }
  const context = { folder, target, binary: arm.binary, fsync: arm.fsync, control: input.control }
  const available = await writer.check(context)
  if (available.status === 'skipped') return { ...available, reason: `${arm.writer}: ${available.reason}` }
  if (available.binary !== undefined && !input.target.native) {
    throw new BenchError(
      'bad-input',
      `${arm.writer} creates containers of this host alone, found --arch ${input.target.architecture} on ${input.target.writtenOn}`,
      { hint: 'for another architecture use the writers memory, oci-file or lcr-file' },
    )
  }
  const { bench, rehearsal } = await openBench({
    arm,
    profileText,
    writer,
    context,
    converter: converters[arm.converter as keyof typeof converters],
    target,
    launcher: input.launcher,
    timeout_ms: input.plan.timeout_ms,
    folder,
  })
  return {
    status: 'opened',
    bench,
    rehearsal,
    version: available.version,
    binary: available.binary ?? null,
  }
}

/** One container per arm before anything counts: a runtime that refuses the filter is told at once, in its own words. */
async function preflight(bench: Bench, { id }: MeasureInput): Promise<void> {
  const { creations } = await sequentialTrial(bench, `${idPrefix(id)}-${bench.arm.id}-preflight`)
  const failed = creations.find(creation => creation.status === 'failed')
  if (failed === undefined) return
  throw new BenchError('environment', `${bench.arm.writer} with ${bench.arm.label}: ${failed.reason}`, {
    hint: '`seccomp-bench doctor` says what works here',
  })
}

/** Container ids name cgroups, which all runs of a host share: the run's own tag keeps them apart. */
function idPrefix(runId: string): string {
  return `sb-${runId.slice(-8).replace(/[^A-Za-z0-9]/g, '')}`
}

function runOf(input: MeasureInput, opened: readonly Opened[], record: RunRecord, ended: Run['ended']): Run {
  const { plan, target } = input
  const host = hostFacts(join(input.workFolder, '..'))
  const arms = opened.map(armResult)
  return {
    schema: 'seccomp-bench/run/1',
    id: input.id,
    created: input.created,
    status: ended === 'interrupted' ? 'interrupted' : 'complete',
    ended,
    seed: input.seed,
    command: input.command,
    version: input.version,
    commit: input.commit,
    plan,
    target,
    host,
    noise: record.samples,
    calibration: input.calibration({ host, plan, arms, target }),
    harness: record.harness(),
    arms,
    trials: record.trials,
  }
}

function armResult({ bench, rehearsal, version, binary }: Opened): ArmResult {
  const { filter, specFiles } = rehearsal
  return {
    ...bench.arm,
    version,
    binarySha256: binary === null ? null : fileSha256(binary),
    adaptations: rehearsal.adaptations,
    warnings: rehearsal.warnings,
    bytes: specFiles.reduce((sum, file) => sum + Buffer.byteLength(file.data), 0),
    files: specFiles.length,
    architectures: filter?.architectures?.length ?? 0,
    rules: filter?.syscalls.length ?? 0,
  }
}
