import { existsSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { performance } from 'node:perf_hooks'
import {
  BenchError,
  control,
  type Journal,
  launchers,
  type MeasureResult,
  measureRun,
  type Plan,
  type Run,
  type RunTarget,
  readJournal,
  resumePoint,
  writeRun,
} from '../src/index.ts'
import { type ChosenArm, readProfile } from './arms.ts'
import { calibrationFor } from './calibrations.ts'
import { progress } from './progress.ts'
import { discard, type RunFolder } from './run-folder.ts'

export interface Journalled {
  readonly place: RunFolder
  /** With the head and the arms in it. */
  readonly journal: Journal
  readonly arms: readonly ChosenArm[]
  readonly plan: Plan
  readonly target: RunTarget
  readonly seed: string
  readonly stop: () => boolean
  readonly resume: boolean
  readonly resumable?: boolean
}

export type JournalledResult =
  | { readonly status: 'measured'; readonly run: Run; readonly folder: string; readonly path: string }
  | { readonly status: 'skipped'; readonly reason: string; readonly hint: string }

/**
 * Measures into a folder with a journal, and writes run.json. The journal goes with a complete run; it stays with one
 * that can go on. A folder in which nothing was measured goes, unless something is left that `reap` needs it for.
 */
export async function measureJournalled(input: Journalled): Promise<JournalledResult> {
  const { place, plan, arms } = input
  const bar = progress({
    stream: process.stderr,
    title: `${[...new Set(arms.map(({ arm }) => arm.writer))].join('-')} ${plan.mode}`,
    trials: trialsToCome(input),
    atMost: plan.length.mode === 'sequential' || plan.budget_ms !== null,
    clock_ms: () => performance.now(),
  })
  let result: MeasureResult
  try {
    result = await measureRun({
      ...input,
      id: place.id,
      folder: place.folder,
      workFolder: place.workFolder,
      calibration: run => calibrationFor(dirname(place.folder), run),
      launcher: launchers[plan.launcher as keyof typeof launchers],
      control,
      onTrial: bar.trial,
    })
  } catch (error) {
    discardUnused(input)
    throw error
  } finally {
    bar.close()
    input.journal.close()
  }
  if (result.status === 'measured') return kept(input, result.run, result.failure)
  discardUnused(input)
  return result
}

/** Nothing was measured by this process; what an earlier one measured stays, and what `reap` needs. */
function discardUnused({ place, resume }: Journalled): void {
  if (!resume && !existsSync(place.workFolder)) discard(place)
}

function trialsToCome({ plan: { length, warmupRounds }, arms, place, resume }: Journalled): number {
  const rounds = length.mode === 'fixed' ? length.rounds : length.most
  const before = resume ? readJournal(place.folder) : null
  const done = before === null ? 0 : resumePoint(before.trials, before.noise, arms.length).round
  return (rounds - done + warmupRounds) * arms.length
}

/** Stores the run; an error that ended it comes after that, with what to do next. */
function kept(input: Journalled, run: Run, failure: unknown): JournalledResult {
  const { place, journal } = input
  let path: string
  try {
    path = writeRun(place.folder, run)
  } catch (cause) {
    const first = failure instanceof BenchError ? failure.message : (cause as Error).message
    rmSync(`${place.folder}/run.json.partial`, { force: true })
    throw new BenchError('environment', `run.json cannot be written (${first})`, {
      hint: `${run.trials.length} trials are in ${journal.path}: make space, then seccomp-bench ${next(input, run)}`,
      cause,
    })
  }
  for (const line of changedProfiles(input.arms)) process.stderr.write(`${line}\n`)
  if (failure !== undefined) {
    if (!(failure instanceof BenchError)) {
      process.stderr.write(`${run.trials.length} trials are saved: ${path}\n`)
      throw failure
    }
    throw new BenchError(
      failure.code,
      `${failure.message}; ${run.trials.length} trials are saved in ${place.folder}`,
      { hint: `${failure.hint ?? 'mend it'}; then seccomp-bench ${next(input, run)}`, cause: failure },
    )
  }
  if (run.status === 'complete' || input.resumable !== true) rmSync(journal.path, { force: true })
  return { status: 'measured', run, folder: place.folder, path }
}

/** What can be done with a run that an error ended, or after which something is left. */
function next({ place, resumable }: Journalled, run: Run): string {
  return `${resumable === true && run.status === 'interrupted' ? 'run --resume' : 'reap'} ${place.folder}`
}

/** What was measured is the text that was read at the start; whoever runs it again should know. */
function changedProfiles(arms: readonly ChosenArm[]): string[] {
  const seen = new Map(arms.map(({ profilePath, arm }) => [profilePath, arm.profile.sha256]))
  return [...seen].flatMap(([path, sha256]) => {
    try {
      if (readProfile(path).reference.sha256 === sha256) return []
    } catch {
      // Gone, or unreadable by now.
    }
    return [`${path}: changed while the run measured; all of it used what was read at the start (${sha256})`]
  })
}
