/** What all rounds took together, per arm: as a table of "500 creations took 57.0 s" says it, but with an interval. */
import type { RandomStream } from '../random.ts'
import { pick, replicatesFor } from './mean.ts'
import { quantileOfSorted } from './order.ts'

export interface Interval {
  readonly value: number
  readonly low: number
  readonly high: number
}

export interface Totals {
  /** Sums over the rounds, in the metric's unit. */
  readonly baseline: Interval
  readonly candidate: Interval
  /** ln(candidate's sum / baseline's sum): stalls count in full, the slot effect stays in. */
  readonly ratio: Interval
  readonly replicates: number
}

/** Percentile bootstrap over rounds (each with both of its values): approximate. `null` below eight rounds. */
export function totals(
  baseline: Float64Array,
  candidate: Float64Array,
  alpha: number,
  random: RandomStream,
): Totals | null {
  const n = baseline.length
  if (n < 8) return null
  const replicates = replicatesFor(2 * n)
  const sums = {
    baseline: new Float64Array(replicates),
    candidate: new Float64Array(replicates),
    ratio: new Float64Array(replicates),
  }
  for (let b = 0; b < replicates; b++) {
    let one = 0
    let other = 0
    for (let i = 0; i < n; i++) {
      const round = pick(n, random)
      one += baseline[round] as number
      other += candidate[round] as number
    }
    sums.baseline[b] = one
    sums.candidate[b] = other
    sums.ratio[b] = Math.log(other / one)
  }
  const one = sum(baseline)
  const other = sum(candidate)
  return {
    baseline: interval(one, sums.baseline, alpha),
    candidate: interval(other, sums.candidate, alpha),
    ratio: interval(Math.log(other / one), sums.ratio, alpha),
    replicates,
  }
}

function sum(values: Float64Array): number {
  let total = 0
  for (const value of values) total += value
  return total
}

function interval(value: number, replicates: Float64Array, alpha: number): Interval {
  replicates.sort()
  return {
    value,
    low: quantileOfSorted(replicates, alpha / 2),
    high: quantileOfSorted(replicates, 1 - alpha / 2),
  }
}
