/** From a run's trials to the stopping rule's rounds, and its verdict. */
import type { Mode, Plan, Trial } from '../model.ts'
import type { Seed } from '../random.ts'
import { metricsOf, metricValue } from './metrics.ts'
import { type Procedure, procedure } from './procedure.ts'
import type { MeasuredRound } from './rounds.ts'

/** The verdict is about the second arm against the first; further arms ride along. */
export function procedureOf(plan: Plan, armIds: readonly string[], seed: Seed): Procedure {
  return procedure({
    seed,
    baseline: armIds[0]!,
    candidate: armIds[1]!,
    metric: plan.metric,
    mde_pct: plan.mde_pct,
    margin_pct: plan.margin_pct,
    length: plan.length,
  })
}

/** The rounds that count, in order: warm-up and interrupted trials take no part. */
export function roundsOf(
  trials: readonly Trial[],
  names: readonly string[],
  mode: Mode,
): readonly MeasuredRound[] {
  const metrics = metricsOf(mode).filter(({ name }) => names.includes(name))
  const byRound = new Map<number, Trial[]>()
  for (const trial of trials) {
    if (trial.warmup || trial.interrupted) continue
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
