/** The one entry: rounds of two arms in, everything a report says about them out. Pure, deterministic, JSON-able. */
import { randomStream, type Seed } from '../random.ts'
import { carryOver, carryOverAlpha } from './carryover.ts'
import type {
  ArmSummary,
  CarryOverSummary,
  Change,
  ChangeInterval,
  Comparison,
  MetricComparison,
} from './comparison.ts'
import { type CoinRounds, type Crossover, crossover, logRatios } from './crossover.ts'
import { holm } from './holm.ts'

import { type MeanRatio, meanRatio } from './mean.ts'
import { medianInterval, quantileInterval } from './median-interval.ts'
import { percent } from './percent.ts'
import { blindScale, detectable_pct } from './plan.ts'
import { completeRounds, type MeasuredRound, type PairedData } from './rounds.ts'
import { hodgesLehmann, signedRankP } from './signed-rank.ts'
import { tails } from './tails.ts'
import { type Interval, totals } from './totals.ts'

export type * from './comparison.ts'

export interface CompareInput {
  readonly rounds: readonly MeasuredRound[]
  readonly baseline: string
  readonly candidate: string
  /** All that are looked at. */
  readonly metrics: readonly string[]
  /** Those of `metrics` that were declared beforehand to be judged: Holm adjusts over them. Absent: all. */
  readonly primary?: readonly string[]
  readonly seed: Seed
  /** Level of each interval, 0.05 for a fixed number of rounds; a sequential run's last look gives its own. */
  readonly alpha?: number
  /** `false`: `mean` and `totalChange` stay `null`, and many runs are compared in a tenth of the time. */
  readonly bootstrap?: boolean
}

export function compare(input: CompareInput): Comparison {
  const { baseline, candidate, seed } = input
  const metrics = input.metrics.map(metric => compareMetric(input, metric))
  const [comparison] = adjusted([{ baseline, candidate, seed, metrics }], input.primary ?? input.metrics)
  return comparison as Comparison
}

/** Several candidates of one run: Holm over the primary metrics of all of them together. */
export function adjusted(
  comparisons: readonly Comparison[],
  primary: readonly string[],
): readonly Comparison[] {
  const judged = comparisons
    .flatMap(({ metrics }) => metrics)
    .filter(({ metric, change }) => primary.includes(metric) && change.status === 'estimated')
  const p = holm(judged.map(({ change }) => (change.status === 'estimated' ? change.p : 1)))
  return comparisons.map(comparison => ({
    ...comparison,
    metrics: comparison.metrics.map(metric => withHolm(metric, p[judged.indexOf(metric)] ?? null)),
  }))
}

function withHolm(metric: MetricComparison, p_holm: number | null): MetricComparison {
  const { change } = metric
  if (p_holm === null || change.status === 'insufficient') return { ...metric, p_holm, differs: null }
  const beside = (change.low_pct ?? 0) > 0 || (change.high_pct ?? 0) < 0
  return { ...metric, p_holm, differs: beside && p_holm <= change.alpha }
}

function compareMetric(input: CompareInput, metric: string): MetricComparison {
  const { baseline, candidate, seed, alpha = 0.05, bootstrap = true } = input
  const data = completeRounds(input.rounds, metric, baseline, candidate)
  const n = data.z.length
  const second = data.o.reduce((sum, bit) => sum + bit, 0)
  const whole = crossover(data, alpha)
  const allRounds = toChange(whole, alpha)
  const carried = carrySummary(data, allRounds, alpha)
  const change =
    carried?.significant && carried.repeatStart.status === 'estimated' ? carried.repeatStart : allRounds
  const mean = bootstrap ? meanRatio(data, alpha, randomStream(seed, `bootstrap/mean/${metric}`)) : null
  const total = bootstrap
    ? totals(data.baseline, data.candidate, alpha, randomStream(seed, `bootstrap/total/${metric}`))
    : null
  const quarters = [0, 1, 2, 3].map(quarter => toChange(crossover(part(data, quarter), 0.05), 0.05))
  const ratios = logRatios(data)
  const scale = n === 0 ? null : blindScale(data.z)
  return {
    metric,
    recorded: data.recorded,
    n,
    orders: { baselineFirst: second, candidateFirst: n - second },
    change,
    p_holm: null,
    differs: null,
    slotEffect_pct: whole.status === 'estimated' ? percent(whole.slot) : null,
    carryOver: carried,
    signedRank: n === 0 ? null : { estimate_pct: percent(hodgesLehmann(ratios)), p: signedRankP(ratios) },
    mean:
      mean === null
        ? null
        : {
            ...interval(mean.theta, mean.low, mean.high),
            label: 'mean, approximate',
            replicates: mean.replicates,
          },
    tails: tailSummary(data, whole, mean),
    quarters,
    quartersDisagree: disagree(quarters),
    scale_pct: scale === null ? null : percent(scale),
    mde_pct: scale === null ? null : detectable_pct(scale, n),
    arms: [
      armSummary(baseline, data.baseline, total?.baseline),
      armSummary(candidate, data.candidate, total?.candidate),
    ],
    totalChange:
      total === null
        ? null
        : {
            ...interval(total.ratio.value, total.ratio.low, total.ratio.high),
            label: 'total, approximate',
            replicates: total.replicates,
          },
  }
}

function toChange(result: Crossover, alpha: number): Change {
  if (result.status === 'insufficient') return { status: 'insufficient', n: result.n, reason: result.reason }
  const { n, p } = result
  return {
    status: 'estimated',
    n,
    ...interval(result.theta, result.low, result.high),
    confidence_pct: 95,
    alpha,
    p,
  }
}

function interval(theta: number, low: number, high: number): ChangeInterval {
  return {
    estimate_pct: percent(theta),
    low_pct: Number.isFinite(low) ? percent(low) : null,
    high_pct: Number.isFinite(high) ? percent(high) : null,
  }
}

function carrySummary(data: PairedData, allRounds: Change, alpha: number): CarryOverSummary | null {
  const carried = carryOver(data, data.last, alpha)
  if (carried === null) return null
  return {
    ...interval(carried.gamma, carried.low, carried.high),
    p: carried.p,
    significant: carried.p < carryOverAlpha,
    repeatStart: toChange(carried.repeatStart, alpha),
    allRounds,
  }
}

function tailSummary(data: PairedData, whole: Crossover, mean: MeanRatio | null): MetricComparison['tails'] {
  if (data.z.length < 8) return null
  const { counts, differs } = tails(data.times, data.isCandidate)
  const reasons: string[] = []
  if (differs) reasons.push('the arms differ in how many trials are slow')
  if (whole.status === 'estimated' && mean !== null && apart(whole, mean)) {
    reasons.push('mean and median tell different stories')
  }
  return { flagged: reasons.length > 0, reasons, counts }
}

/** Further than the rank interval is wide, and further than the mean's own uncertainty explains (spikes of both arms). */
function apart({ theta, low, high }: Extract<Crossover, { status: 'estimated' }>, mean: MeanRatio): boolean {
  return Math.abs(mean.theta - theta) > (high - low) / 2 && (theta < mean.low || theta > mean.high)
}

function part(data: PairedData, quarter: number): CoinRounds {
  const n = data.z.length
  const start = Math.round((n * quarter) / 4)
  const end = Math.round((n * (quarter + 1)) / 4)
  return { z: data.z.subarray(start, end), o: data.o.subarray(start, end) }
}

function disagree(quarters: readonly Change[]): boolean {
  const estimated = quarters.filter(quarter => quarter.status === 'estimated')
  return (
    estimated.some(({ low_pct }) => (low_pct ?? 0) > 0) &&
    estimated.some(({ high_pct }) => (high_pct ?? 0) < 0)
  )
}

function armSummary(arm: string, values: Float64Array, total: Interval | undefined): ArmSummary {
  const n = values.length
  return {
    arm,
    n,
    median: medianInterval(values),
    p95: quantileInterval(values, 0.95),
    p99: quantileInterval(values, 0.99),
    least: n === 0 ? null : values.reduce((a, b) => Math.min(a, b)),
    most: n === 0 ? null : values.reduce((a, b) => Math.max(a, b)),
    total: total ?? null,
  }
}
