import type { Run, Trial } from '../model.ts'
import { type Comparison, compare } from './compare.ts'
import { type Metric, metricsOf, metricValue } from './metrics.ts'
import type { MeasuredRound } from './rounds.ts'

/** What a run says: every other arm against the first, over every metric that the run has. */
export interface RunAnalysis {
  readonly metrics: readonly Metric[]
  /** One for each arm after the first; metrics in the order of `metrics`. */
  readonly comparisons: readonly Comparison[]
  readonly failures: readonly ArmFailures[]
}

export interface ArmFailures {
  readonly arm: string
  readonly failed: number
  readonly created: number
  /** The first failure's own words; `null` without one. */
  readonly example: string | null
}

/** Pure and deterministic: the same run gives the same analysis. Warm-up and interrupted trials take no part. */
export function analyseRun(run: Run): RunAnalysis {
  const trials = run.trials.filter(trial => !trial.warmup && trial.interrupted === undefined)
  const metrics = metricsOf(run.plan.mode).filter(metric =>
    trials.some(trial => metricValue(metric, trial) !== null),
  )
  const rounds = roundsOf(trials, metrics)
  const [baseline, ...others] = run.arms
  return {
    metrics,
    comparisons: others.map(candidate =>
      compare({
        rounds,
        baseline: baseline!.id,
        candidate: candidate.id,
        metrics: metrics.map(({ name }) => name),
        seed: run.seed,
      }),
    ),
    failures: run.arms.map(({ id }) => failuresOf(id, trials)),
  }
}

function roundsOf(trials: readonly Trial[], metrics: readonly Metric[]): MeasuredRound[] {
  const byRound = new Map<number, Trial[]>()
  for (const trial of trials) {
    const round = byRound.get(trial.round)
    if (round === undefined) byRound.set(trial.round, [trial])
    else round.push(trial)
  }
  return [...byRound].map(([round, members]) => {
    const slots = members.toSorted((one, other) => one.slot - other.slot)
    return {
      round,
      slotArms: slots.map(({ arm }) => arm),
      values: Object.fromEntries(
        metrics.map(metric => [metric.name, slots.map(trial => metricValue(metric, trial))]),
      ),
    }
  })
}

function failuresOf(arm: string, trials: readonly Trial[]): ArmFailures {
  const creations = trials.filter(trial => trial.arm === arm).flatMap(trial => trial.creations)
  const failed = creations.filter(creation => creation.status === 'failed')
  return {
    arm,
    failed: failed.length,
    created: creations.length - failed.length,
    example: failed[0]?.reason ?? null,
  }
}
