import type { Run } from '../model.ts'
import { type Calibration, calibration } from './calibration.ts'
import { crossover } from './crossover.ts'
import { roundsOf } from './decide-run.ts'
import { median } from './order.ts'
import { percent } from './percent.ts'
import { type Plan, plan } from './plan.ts'
import { completeRounds } from './rounds.ts'

export interface RunCalibration {
  readonly calibration: Calibration
  /** Median over the comparisons; `null` without one. */
  readonly halfWidth_pct: number | null
}

/**
 * Splits a run of two copies into comparisons of `rounds` rounds each, one after the other: every round has its own
 * coin, so that the comparisons are independent tests. An incomplete last one is left out.
 */
export function calibrateRun(run: Run, rounds: number): RunCalibration {
  const [baseline, candidate] = run.arms.map(({ id }) => id) as [string, string]
  const all = roundsOf(run.trials, [run.plan.metric], run.plan.mode)
  const p: number[] = []
  const widths: number[] = []
  for (let from = 0; from + rounds <= all.length; from += rounds) {
    const data = completeRounds(all.slice(from, from + rounds), run.plan.metric, baseline, candidate)
    const result = crossover(data, 0.05)
    if (result.status === 'insufficient') continue
    p.push(result.p)
    widths.push(percent((result.high - result.low) / 2))
  }
  return { calibration: calibration(p), halfWidth_pct: widths.length === 0 ? null : median(widths) }
}

/** What a pilot says of the rounds that its goals need; `null`: too few complete rounds. */
export function planFromRun(run: Run): Plan | null {
  const [baseline, candidate] = run.arms.map(({ id }) => id) as [string, string]
  const rounds = roundsOf(run.trials, [run.plan.metric], run.plan.mode)
  const { z, o } = completeRounds(rounds, run.plan.metric, baseline, candidate)
  const counted = run.trials.filter(trial => !trial.warmup)
  const last = counted.at(-1)
  if (z.length < 5 || last === undefined) return null
  const elapsed_s = (last.start_ns + last.wall_ns - counted[0]!.start_ns) / 1e9
  return plan(withoutEffect(z, o), elapsed_s / rounds.length, run.plan)
}

/**
 * The scatter alone: each order's own median is taken away, since a large difference of the arms would pass for noise.
 * That looks at the orders, which a running test must not do; a pilot whose rounds are thrown away may.
 */
function withoutEffect(z: Float64Array, o: Float64Array): Float64Array {
  const centre = [0, 1].map(order => {
    const members = z.filter((_, index) => o[index] === order)
    return members.length === 0 ? 0 : median(members)
  })
  return z.map((value, index) => value - centre[o[index]!]!)
}
