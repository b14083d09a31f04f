import { metricsOf, metricValue } from '../analyse/metrics.ts'
import { median } from '../analyse/order.ts'
import type { Exporter } from '../contracts.ts'
import type { ArmResult, Run, Trial } from '../model.ts'

/** One result of `hyperfine --export-json`; all times in seconds. */
export interface HyperfineResult {
  readonly command: string
  readonly mean: number
  /** Of the sample; `null` for one run, as hyperfine has it. */
  readonly stddev: number | null
  readonly median: number
  /** Means per trial; `null` where only their sum is known: so a number that is none reads in hyperfine's own JSON. */
  readonly user: number | null
  readonly system: number | null
  readonly min: number
  readonly max: number
  readonly times: readonly number[]
  readonly exit_codes: readonly number[]
  readonly parameters: Readonly<Record<string, string>>
}

/** For hyperfine's own scripts and what else reads its JSON; the pairing of the rounds is lost. */
export const hyperfine: Exporter = {
  name: 'hyperfine',
  summary: 'what hyperfine --export-json writes: one command per arm, times of its trials in seconds',
  fileName: 'hyperfine.json',
  *serialise(run) {
    yield `${JSON.stringify({ results: run.arms.flatMap(arm => resultOf(run, arm)) }, null, 2)}\n`
  },
}

function resultOf(run: Run, arm: ArmResult): HyperfineResult[] {
  const trials = run.trials.filter(trial => trial.arm === arm.id && !trial.warmup && !trial.interrupted)
  const metric = metricsOf(run.plan.mode).find(({ name }) => name === 'wall' || name === 'makespan')!
  const complete = trials.filter(trial => metricValue(metric, trial) !== null)
  // hyperfine has no result without a time.
  if (complete.length === 0) return []
  const times = complete.map(trial => metricValue(metric, trial)! / 1e9)
  const mean = times.reduce((sum, time) => sum + time, 0) / times.length
  return [
    {
      command: arm.label,
      mean,
      stddev: deviation(times, mean),
      median: median(times),
      user: meanUsage(complete, 'user_us'),
      system: meanUsage(complete, 'system_us'),
      min: times.reduce((least, time) => Math.min(least, time)),
      max: times.reduce((most, time) => Math.max(most, time)),
      times,
      exit_codes: times.map(() => 0),
      parameters: parametersOf(run, arm, trials.length - complete.length),
    },
  ]
}

/** Trials with a failed container have no time and no exit code here: their number is told. */
function parametersOf(run: Run, arm: ArmResult, failedTrials: number): Record<string, string> {
  return {
    architecture: run.target.architecture,
    mode: run.plan.mode,
    containers: String(run.plan.mode === 'sequential' ? 1 : run.plan.containers),
    converter: arm.converter,
    writer: arm.writer,
    version: arm.version,
    failed_trials: String(failedTrials),
  }
}

function deviation(times: readonly number[], mean: number): number | null {
  if (times.length < 2) return null
  return Math.sqrt(times.reduce((sum, time) => sum + (time - mean) ** 2, 0) / (times.length - 1))
}

function meanUsage(trials: readonly Trial[], part: 'user_us' | 'system_us'): number | null {
  let sum_us = 0
  for (const { creations } of trials) {
    for (const { usage } of creations) {
      if (usage === null) return null
      sum_us += usage[part]
    }
  }
  return sum_us / trials.length / 1e6
}
