/** A quantile of one arm with an interval that assumes no distribution: for bars of a chart. */
import { normalQuantile } from './normal.ts'
import { quantileOfSorted, sorted } from './order.ts'

export interface QuantileInterval {
  readonly n: number
  /** In the unit of the samples; `null` of no samples. */
  readonly value: number | null
  /** Ends at level `confidence_pct` or better; `null` where so few samples cannot bound it (median: n < 6 at 95 %). */
  readonly low: number | null
  readonly high: number | null
  readonly confidence_pct: number
}

/**
 * Order-statistic interval of the median. It describes one arm in this run; arms are compared by `compare`, never by
 * whether their intervals overlap.
 */
export function medianInterval(samples: ArrayLike<number>, alpha = 0.05): QuantileInterval {
  return quantileInterval(samples, 0.5, alpha)
}

/**
 * The quantile at `share` between its order statistics, ranks from the binomial distribution (exact up to 1,000
 * samples, normal beyond).
 */
export function quantileInterval(samples: ArrayLike<number>, share: number, alpha = 0.05): QuantileInterval {
  const ascending = sorted(samples)
  const n = ascending.length
  const low = lowerRank(n, share, alpha)
  const high = lowerRank(n, 1 - share, alpha)
  return {
    n,
    value: n === 0 ? null : quantileOfSorted(ascending, share),
    low: low === 0 ? null : (ascending[low - 1] as number),
    high: high === 0 ? null : (ascending[n - high] as number),
    confidence_pct: 100 * (1 - alpha),
  }
}

/** Largest k with P(Binomial(n, share) < k) ≤ alpha/2; 0: none. */
function lowerRank(n: number, share: number, alpha: number): number {
  if (n > 1000) {
    const spread = Math.sqrt(n * share * (1 - share))
    return Math.max(0, Math.floor(n * share + normalQuantile(alpha / 2) * spread))
  }
  let probability = (1 - share) ** n
  let below = probability
  let k = 0
  while (below <= alpha / 2 && k < n) {
    k++
    probability *= ((n - k + 1) / k) * (share / (1 - share))
    below += probability
  }
  return k
}
