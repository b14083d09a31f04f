import { randomBytes } from 'node:crypto'
import { performance } from 'node:perf_hooks'
import {
  control,
  launchers,
  type MeasureInput,
  measureRun,
  type Plan,
  type Run,
  type RunTarget,
} from '../src/index.ts'
import type { ChosenArm } from './arms.ts'
import { calibrationFor } from './calibrations.ts'
import { gitCommit } from './git.ts'
import { packageVersion } from './package.ts'
import { progress } from './progress.ts'
import { createRunFolder, type RunFolder } from './run-folder.ts'

export interface Once {
  /** Changes the arms once the run's folder exists (copies of a binary at paths of their own). */
  readonly arms: (place: RunFolder) => Promise<readonly ChosenArm[]> | readonly ChosenArm[]
  readonly writers: readonly string[]
  readonly plan: Plan
  readonly target: RunTarget
  readonly seed: string
  readonly out: string
  readonly stop: () => boolean
}

export type OnceResult =
  | { readonly status: 'measured'; readonly run: Run; readonly folder: string }
  | { readonly status: 'skipped'; readonly reason: string; readonly hint: string }

/** One run in a folder of its own, with progress on standard error; the folder goes where nothing was measured. */
export async function measureOnce(once: Once): Promise<OnceResult> {
  const now = new Date()
  const names = [...new Set(once.writers)].join('-')
  const what = `${once.target.architecture}-${once.plan.mode}-${names}`
  const place = createRunFolder(once.out, what, now, randomBytes(4).toString('hex'))
  try {
    const arms = await once.arms(place)
    const { length, warmupRounds } = once.plan
    const bar = progress({
      stream: process.stderr,
      title: `${names} ${once.plan.mode}`,
      trials: ((length.mode === 'fixed' ? length.rounds : length.most) + warmupRounds) * arms.length,
      atMost: length.mode === 'sequential' || once.plan.budget_ms !== null,
      clock_ms: () => performance.now(),
    })
    const input: MeasureInput = {
      id: place.id,
      created: now.toISOString(),
      command: ['seccomp-bench', ...process.argv.slice(2)],
      version: packageVersion(),
      commit: await gitCommit(control),
      arms,
      plan: once.plan,
      target: once.target,
      seed: once.seed,
      workFolder: place.workFolder,
      calibration: run => calibrationFor(once.out, run),
      launcher: launchers[once.plan.launcher as keyof typeof launchers],
      control,
      stop: once.stop,
      onTrial: bar.trial,
    }
    const result = await measureRun(input).finally(bar.close)
    if (result.status === 'measured') return { ...result, folder: place.folder }
    place.discard()
    return result
  } catch (error) {
    place.discard()
    throw error
  }
}
