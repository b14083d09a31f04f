/** Rounds that came from elsewhere, judged as a run's own are. */
import type { Seed } from '../random.ts'
import { compare } from './compare.ts'
import type { Comparison } from './comparison.ts'
import { failedGate, gates } from './gates.ts'
import type { Goals } from './plan.ts'
import { procedure } from './procedure.ts'
import type { MeasuredRound } from './rounds.ts'
import { unlessFailed, type Verdict } from './verdict.ts'

export interface RoundsQuestion extends Goals {
  readonly rounds: readonly MeasuredRound[]
  readonly baseline: string
  readonly candidate: string
  /** The first is the one that the verdict is about; Holm adjusts over all. */
  readonly metrics: readonly [string, ...string[]]
  readonly seed: Seed
}

export interface RoundsAnswer {
  readonly verdict: Verdict
  readonly comparison: Comparison
}

/**
 * Takes the rounds as a number that was fixed beforehand. The order in them must have been drawn by coins: a lopsided
 * one, or trials without a value in one arm, make the verdict INVALID.
 */
export function analyseRounds(question: RoundsQuestion): RoundsAnswer {
  const { rounds, baseline, candidate, metrics, seed, margin_pct, mde_pct } = question
  const [metric] = metrics
  const comparison = compare({ rounds, baseline, candidate, metrics, seed })
  const { verdict } = procedure({
    seed,
    baseline,
    candidate,
    metric,
    mde_pct,
    margin_pct,
    length: { mode: 'fixed', rounds: rounds.length },
  }).conclude(rounds)
  const failed = failedGate(
    gates({
      arms: [baseline, candidate].map(arm => counts(rounds, arm, metric)),
      orders: comparison.metrics[0]!.orders,
      steal_pct: null,
      harness_pct: null,
    }),
  )
  return { comparison, verdict: unlessFailed(verdict, failed) }
}

function counts(rounds: readonly MeasuredRound[], arm: string, metric: string) {
  const values = rounds.flatMap(({ slotArms, values: all }) => {
    const slot = slotArms.indexOf(arm)
    return slot === -1 ? [] : [all[metric]?.[slot] ?? null]
  })
  const created = values.filter(value => value !== null).length
  return { arm, created, failed: values.length - created }
}
