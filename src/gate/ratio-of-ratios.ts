/** How a ratio of today's session differs from the baseline's, with the noise of both sessions. */
import { normalQuantile } from '../analyse/normal.ts'
import { logRatio, percent } from '../analyse/percent.ts'

/** A change of the candidate against the baseline arm, measured in one session; ends `null`: not bounded. */
export interface MeasuredChange {
  readonly estimate_pct: number
  readonly low_pct: number | null
  readonly high_pct: number | null
}

/**
 * Today's ratio over the baseline's, as a change in %: the interval of a difference of two log ratios from the
 * intervals of each (MOVER: Zou & Donner, Statistics in Medicine 2008), which keeps them as lopsided as they are.
 * `comparisons`: so many are made at once; each interval is widened so that all of them together hold 95 %
 * (Bonferroni, on the normal scale).
 */
export function ratioOfRatios(
  now: MeasuredChange,
  before: MeasuredChange,
  comparisons: number,
): MeasuredChange {
  const [a, b] = [ends(now), ends(before)]
  const widening = normalQuantile(1 - 0.025 / Math.max(1, comparisons)) / normalQuantile(0.975)
  const difference = a.estimate - b.estimate
  const low = difference - widening * Math.hypot(a.estimate - a.low, b.high - b.estimate)
  const high = difference + widening * Math.hypot(a.high - a.estimate, b.estimate - b.low)
  return { estimate_pct: percent(difference), low_pct: bounded(low), high_pct: bounded(high) }
}

function ends({ estimate_pct, low_pct, high_pct }: MeasuredChange) {
  return {
    estimate: logRatio(estimate_pct),
    low: low_pct === null ? -Infinity : logRatio(low_pct),
    high: high_pct === null ? Infinity : logRatio(high_pct),
  }
}

function bounded(value: number): number | null {
  return Number.isFinite(value) ? percent(value) : null
}
