/** What `compare` says: plain values that survive JSON. */
import type { Seed } from '../random.ts'
import type { QuantileInterval } from './median-interval.ts'
import type { TailCount } from './tails.ts'
import type { Interval } from './totals.ts'

export interface Comparison {
  readonly baseline: string
  readonly candidate: string
  readonly seed: Seed
  readonly metrics: readonly MetricComparison[]
}

/** A change of the candidate against the baseline in %, negative: less. Ends `null`: these rounds cannot bound it. */
export interface ChangeInterval {
  readonly estimate_pct: number
  readonly low_pct: number | null
  readonly high_pct: number | null
}

export type Change =
  | (ChangeInterval & {
      readonly status: 'estimated'
      readonly n: number
      /** What the interval holds: 95, after a sequential run as well. */
      readonly confidence_pct: number
      /** Level at which this interval was computed (a look's nominal level; 0.05 for one analysis). */
      readonly alpha: number
      /** Exact, for a fixed number of rounds. */
      readonly p: number
    })
  | { readonly status: 'insufficient'; readonly n: number; readonly reason: string }

export interface MetricComparison {
  readonly metric: string
  /** Rounds recorded, and those with a value of both arms: only these are analysed, none is left out by value. */
  readonly recorded: number
  readonly n: number
  /** Rounds with the baseline first, and with the candidate first. */
  readonly orders: { readonly baselineFirst: number; readonly candidateFirst: number }
  /** The result: repeat starts alone where `carryOver.significant`, all rounds otherwise. */
  readonly change: Change
  /** p of `change` adjusted over the primary metrics (Holm); `null` without a p, and for all others. */
  readonly p_holm: number | null
  /** Whether a difference may be claimed: p after Holm ≤ alpha and the interval excludes no change; `null` without p_holm. */
  readonly differs: boolean | null
  /** What running second costs, %; removed from `change`. `null` without an estimate. */
  readonly slotEffect_pct: number | null
  readonly carryOver: CarryOverSummary | null
  /** Wilcoxon's centre and test, slot effect still in: for contrast. */
  readonly signedRank: { readonly estimate_pct: number; readonly p: number } | null
  /** Mean of the log ratios, approximate (bootstrap): for contrast with the rank estimate. */
  readonly mean:
    | (ChangeInterval & { readonly label: 'mean, approximate'; readonly replicates: number })
    | null
  readonly tails: {
    readonly flagged: boolean
    readonly reasons: readonly string[]
    readonly counts: readonly TailCount[]
  } | null
  /** First to last quarter of the rounds. */
  readonly quarters: readonly Change[]
  /** Two quarters whose intervals lie on different sides of no change. */
  readonly quartersDisagree: boolean
  /** Blind standard deviation of one round's ratio, and the change that n rounds find with 90 % probability. */
  readonly scale_pct: number | null
  readonly mde_pct: number | null
  readonly arms: readonly [ArmSummary, ArmSummary]
  /** Change of the sums over all analysed rounds, approximate (bootstrap over rounds). */
  readonly totalChange:
    | (ChangeInterval & { readonly label: 'total, approximate'; readonly replicates: number })
    | null
}

/** One arm's values, in the metric's unit. */
export interface ArmSummary {
  readonly arm: string
  readonly n: number
  readonly median: QuantileInterval
  readonly p95: QuantileInterval
  readonly p99: QuantileInterval
  readonly least: number | null
  readonly most: number | null
  /** Sum over all analysed rounds, its interval by bootstrap over rounds; `null` below eight rounds. */
  readonly total: Interval | null
}

export interface CarryOverSummary extends ChangeInterval {
  readonly p: number
  /** p < 0.01: `change` then comes from repeat starts, which carry-over does not bias. */
  readonly significant: boolean
  readonly repeatStart: Change
  readonly allRounds: Change
}
