/** Wilcoxon's signed-rank test and its estimate: beside the crossover, which removes the slot effect that this keeps. */
import { normalCdf } from './normal.ts'
import { sorted } from './order.ts'

const exactSize = 100

/** P(W ≤ w), w = 0 … n(n+1)/2, without ties: subsets of 1 … n by their sum. */
export function signedRankCdf(n: number): Float64Array {
  const top = (n * (n + 1)) / 2
  const cdf = new Float64Array(top + 1)
  cdf[0] = 1
  for (let rank = 1; rank <= n; rank++) {
    for (let sum = (rank * (rank + 1)) / 2; sum >= rank; sum--) {
      cdf[sum] = ((cdf[sum] as number) + (cdf[sum - rank] as number)) / 2
    }
    for (let sum = rank - 1; sum >= 0; sum--) cdf[sum] = (cdf[sum] as number) / 2
  }
  for (let sum = 1; sum <= top; sum++) cdf[sum] = (cdf[sum] as number) + (cdf[sum - 1] as number)
  return cdf
}

/**
 * Two-sided p that the differences are symmetric about 0, zeros left out (Wilcoxon): exact up to 100 untied values,
 * normal with ties corrected beyond.
 */
export function signedRankP(differences: ArrayLike<number>): number {
  const values = Float64Array.from(Array.from(differences).filter(value => value !== 0))
  values.sort((a, b) => Math.abs(a) - Math.abs(b))
  const n = values.length
  if (n === 0) return 1
  let w = 0
  let tieTerm = 0
  for (let start = 0; start < n; ) {
    let end = start
    while (end < n && Math.abs(values[end] as number) === Math.abs(values[start] as number)) end++
    for (let k = start; k < end; k++) if ((values[k] as number) > 0) w += (start + end + 1) / 2
    tieTerm += (end - start) ** 3 - (end - start)
    start = end
  }
  const top = (n * (n + 1)) / 2
  if (tieTerm === 0 && n <= exactSize)
    return Math.min(1, 2 * (signedRankCdf(n)[Math.min(w, top - w)] as number))
  const variance = (n * (n + 1) * (2 * n + 1)) / 24 - tieTerm / 48
  return Math.min(1, 2 * normalCdf(-Math.max(0, Math.abs(w - top / 2) - 0.5) / Math.sqrt(variance)))
}

/** Hodges and Lehmann's centre: the median of all pairwise means, each value with itself included. */
export function hodgesLehmann(values: ArrayLike<number>): number {
  const ascending = sorted(values)
  const count = (ascending.length * (ascending.length + 1)) / 2
  const lower = nthSum(ascending, Math.floor((count + 1) / 2))
  return (count % 2 === 1 ? lower : (lower + nthSum(ascending, count / 2 + 1)) / 2) / 2
}

/** The `rank`-th smallest of x_i + x_j, i ≤ j: bisection on the value down to neighbouring doubles. */
function nthSum(ascending: Float64Array, rank: number): number {
  let low = 2 * (ascending[0] as number)
  let high = 2 * (ascending.at(-1) as number)
  if (countUpTo(ascending, low) >= rank) return low
  for (;;) {
    const middle = low + (high - low) / 2
    if (middle <= low || middle >= high) return high
    if (countUpTo(ascending, middle) >= rank) high = middle
    else low = middle
  }
}

function countUpTo(ascending: Float64Array, limit: number): number {
  let count = 0
  let end = ascending.length
  for (let i = 0; i < end; i++) {
    while (end > i && (ascending[i] as number) + (ascending[end - 1] as number) > limit) end--
    count += end - i
  }
  return count
}
