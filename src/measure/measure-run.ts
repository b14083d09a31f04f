import type { Control, Launcher } from '../contracts.ts'
import { BenchError } from '../errors.ts'
import type { Journal } from '../journal/append.ts'
import { assembleRun } from '../journal/assemble.ts'
import { readJournal } from '../journal/read.ts'
import { type ResumePoint, resumePoint } from '../journal/trials.ts'
import type { CalibrationRecord, Plan, Run, RunTarget, Trial } from '../model.ts'
import type { Seed } from '../random.ts'
import { armEquivalence } from './arm-equivalence.ts'
import type { Bench } from './bench.ts'
import { closeAll } from './close-arms.ts'
import { lengthOf, type RunLength } from './length.ts'
import { type ArmInput, type Opened, openArm, refuseOtherArms, type Skipped } from './open-arm.ts'
import { type RunRecord, startRecord } from './record.ts'
import { runRounds } from './runner.ts'
import { roundOrder } from './schedule.ts'
import { sequentialTrial } from './sequential.ts'

export interface MeasureInput {
  readonly id: string
  readonly arms: readonly ArmInput[]
  readonly plan: Plan
  readonly target: RunTarget
  readonly seed: Seed
  /** What is known of this host and writer telling copies apart. */
  readonly calibration: (run: Pick<Run, 'host' | 'plan' | 'arms' | 'target'>) => CalibrationRecord | null
  /** The run's folder: its journal is here, with the head and the arms in it. */
  readonly folder: string
  readonly journal: Journal
  /** Goes on with what the journal holds. */
  readonly resume: boolean
  /** `work` below `folder`, private and empty: every bundle lies below it, and it is gone at the end. */
  readonly workFolder: string
  readonly launcher: Launcher
  readonly control: Control
  readonly stop: () => boolean
  readonly onTrial: (trial: Trial) => void
}

export type MeasureResult =
  | {
      readonly status: 'measured'
      readonly run: Run
      /** What ended the run too early, or went wrong after it; the run holds all that was measured. */
      readonly failure?: unknown
    }
  | Skipped

/**
 * One run: opens every arm, sees that each can make one container, runs the rounds, closes. Whatever happens,
 * containers and files of the arms are gone afterwards; what the journal names is there for `reap` where this process
 * is killed. An arm whose runtime is unusable here skips the run. An error in the middle is the result's `failure`.
 */
export async function measureRun(input: MeasureInput): Promise<MeasureResult> {
  const opened: Opened[] = []
  let result: MeasureResult
  const benches = (): readonly Bench[] => opened.map(({ bench }) => bench)
  try {
    result = await openAndRun(input, opened)
  } catch (error) {
    await closeAll(benches(), input.workFolder)
    throw error
  }
  const failure = await closeAll(benches(), input.workFolder)
  if (failure === undefined) return result
  if (result.status === 'skipped') throw failure
  // The first failure is the reason of the others.
  return { failure, ...result }
}

async function openAndRun(input: MeasureInput, opened: Opened[]): Promise<MeasureResult> {
  for (const [index, arm] of input.arms.entries()) {
    const result = await openArm(input, arm, index)
    if (result.status === 'skipped') return result
    opened.push(result)
  }
  const before = input.resume ? readJournal(input.folder) : null
  const arms = opened.map(arm => ({ ...arm.result, equivalence: armEquivalence(opened[0]!, arm, input) }))
  if (before?.opened != null) refuseOtherArms(before.opened, arms)
  input.journal.append({ kind: 'opened', arms })
  for (const [index, { bench }] of opened.entries()) await preflight(bench, index, input)

  const resume = before && resumePoint(before.trials, before.noise, input.arms.length)
  const record = startRecord(input.journal, resume)
  const length = lengthOf({ ...input, plan: remaining(input.plan, resume) }, () => trialsSoFar(input))
  const benches = opened.map(({ bench }) => bench)
  try {
    const status = await rounds(input, benches, record, length, resume)
    const ended = status === 'interrupted' ? status : length.ended()
    return { status: 'measured', run: runOf(input, record, ended) }
  } catch (failure) {
    if (record.count() === 0 && resume === null) throw failure
    return { status: 'measured', run: runOf(input, record, 'interrupted'), failure }
  }
}

function rounds(
  input: MeasureInput,
  benches: readonly Bench[],
  record: RunRecord,
  length: RunLength,
  resume: ResumePoint | null,
): Promise<'complete' | 'interrupted'> {
  const ids = benches.map(({ arm }) => arm.id)
  return runRounds({
    plan: input.plan,
    benches,
    idPrefix: idPrefix(input.id),
    order: round => roundOrder(input.seed, round, ids).map(id => ids.indexOf(id)),
    more: length.more,
    stop: input.stop,
    ...(resume !== null && { firstRound: resume.round, elapsed_ns: resume.elapsed_ns }),
    beforeRound: record.noise,
    beforeTrial: (index, prefix, count) => announce(input, benches[index]!, index, prefix, count),
    onTrial: trial => {
      record.trial(trial)
      input.onTrial(trial)
    },
  })
}

/** Bundles lie in the work folder, which is the run's own; containers of a runtime are elsewhere too. */
function announce(input: MeasureInput, bench: Bench, index: number, prefix: string, count: number): void {
  if (bench.session.runtime === undefined) return
  input.journal.append({ kind: 'containers', index, prefix, count })
}

function remaining(plan: Plan, resume: ResumePoint | null): Plan {
  if (plan.budget_ms === null || resume === null) return plan
  return { ...plan, budget_ms: plan.budget_ms - resume.elapsed_ns / 1e6 }
}

function trialsSoFar({ folder }: MeasureInput): readonly Trial[] {
  return readJournal(folder)?.trials ?? []
}

function runOf(input: MeasureInput, record: RunRecord, ended: Run['ended']): Run {
  const harness = record.harness()
  const content = readJournal(input.folder)
  if (content === null) {
    throw new BenchError(
      'environment',
      `${input.journal.path}: the journal was removed while the run measured`,
    )
  }
  return assembleRun(content, {
    ended,
    harness,
    calibration: input.calibration,
    unwritten: record.unwritten(),
  })
}

/** One container per arm before anything counts: a runtime that refuses the filter is told at once, in its own words. */
async function preflight(bench: Bench, index: number, input: MeasureInput): Promise<void> {
  const prefix = `${idPrefix(input.id)}-${index}-preflight-`
  announce(input, bench, index, prefix, 1)
  const { creations } = await sequentialTrial(bench, `${prefix}0`)
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
