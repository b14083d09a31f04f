/** How the estimate came about: each round's own change, and what was known after it. */
import type { Run } from '../model.ts'
import type { ChangeInterval } from './comparison.ts'
import { crossover, logRatios } from './crossover.ts'
import { roundsOf } from './decide-run.ts'
import { percent } from './percent.ts'
import { completeRounds, upTo } from './rounds.ts'

export interface RoundChange {
  /** Place among the rounds that count, from 1. */
  readonly place: number
  /** Of this one round, what running second costs still in it. */
  readonly change_pct: number
  readonly candidateFirst: boolean
}

export interface RunningChange extends ChangeInterval {
  readonly place: number
}

export interface RoundsOverTime {
  readonly rounds: readonly RoundChange[]
  /**
   * The estimate from all rounds so far, with an interval that holds 95 % at that place alone: a reader who stops
   * where it looks best has no such interval.
   */
  readonly running: readonly RunningChange[]
}

/** One metric of two arms, round by round. `looks`: at how many places the running estimate is computed. */
export function roundsOverTime(
  run: Run,
  metric: string,
  baseline: string,
  candidate: string,
  looks = 40,
): RoundsOverTime {
  const data = completeRounds(roundsOf(run.trials, [metric], run.plan.mode), metric, baseline, candidate)
  const ratios = logRatios(data)
  const n = ratios.length
  const places = new Set(Array.from({ length: looks }, (_, k) => Math.ceil((n * (k + 1)) / looks)))
  const running: RunningChange[] = []
  for (const place of places) {
    if (place === 0) continue
    const result = crossover(upTo(data, (data.places[place - 1] as number) + 1), 0.05)
    if (result.status !== 'estimated') continue
    running.push({
      place: (data.places[place - 1] as number) + 1,
      estimate_pct: percent(result.theta),
      low_pct: finite(percent(result.low)),
      high_pct: finite(percent(result.high)),
    })
  }
  return {
    rounds: Array.from(ratios, (ratio, index) => ({
      place: (data.places[index] as number) + 1,
      change_pct: percent(ratio),
      candidateFirst: data.o[index] === 0,
    })),
    running,
  }
}

/** percent(−∞) is −100, which is a bound that says nothing. */
function finite(value_pct: number): number | null {
  return Number.isFinite(value_pct) && value_pct > -100 ? value_pct : null
}
