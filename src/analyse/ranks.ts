/** Exact distributions of two rank statistics, and their tests. */
import { normalCdf, normalQuantile } from './normal.ts'

/** Beyond this many pairs of observations the normal approximation takes over. */
const exactPairs = 10_000
/** Up to this many observations tied ranks are counted out exactly. */
const exactTied = 60

/**
 * P(U ≤ u) for u = 0 … mn of the Mann–Whitney statistic without ties: the generating function
 * Π (1 − x^(n+i)) / (1 − x^i), i = 1 … m, worked out in place and halved by symmetry.
 */
export function mannWhitneyCdf(m: number, n: number): Float64Array {
  const few = Math.min(m, n)
  const many = Math.max(m, n)
  const key = few * 0x1_0000_0000 + many
  const known = cdfs.get(key)
  if (known !== undefined) return known
  const half = Math.floor((m * n) / 2)
  const ways = new Float64Array(half + 1)
  ways[0] = 1
  for (let i = 1; i <= few; i++) {
    for (let u = i; u <= half; u++) ways[u] = (ways[u] as number) + (ways[u - i] as number)
    for (let u = half; u >= many + i; u--) ways[u] = (ways[u] as number) - (ways[u - many - i] as number)
    // Kept near 1: 2,500 over 1,250 is far beyond a double.
    const scale = i / (many + i)
    for (let u = 0; u <= half; u++) ways[u] = (ways[u] as number) * scale
  }
  const cdf = new Float64Array(m * n + 1)
  let sum = 0
  for (let u = 0; u <= half; u++) {
    sum += ways[u] as number
    cdf[u] = sum
  }
  for (let u = m * n; u > half; u--) cdf[u] = u === m * n ? 1 : 1 - (cdf[m * n - u - 1] as number)
  if (cdfs.size >= 512) cdfs.clear()
  cdfs.set(key, cdf)
  return cdf
}

const cdfs = new Map<number, Float64Array>()

/**
 * Two-sided p of the Mann–Whitney test: twice the smaller tail of the rank sum given the values. Exact without ties
 * up to 10^4 pairs, exact with ties up to 60 values; beyond, normal with ties and continuity corrected.
 * Both groups ascending.
 */
export function mannWhitneyP(a: Float64Array, b: Float64Array): number {
  const m = a.length
  const n = b.length
  if (m === 0 || n === 0) return 1
  const ranks = rankSum(a, b)
  const u = ranks.sum - (m * (m + 1)) / 2
  if (ranks.tieTerm === 0 && m * n <= exactPairs) {
    return Math.min(1, 2 * (mannWhitneyCdf(m, n)[Math.min(u, m * n - u)] as number))
  }
  if (ranks.tieTerm > 0 && m + n <= exactTied) return tiedP(ranks.doubled, m, 2 * ranks.sum)
  const size = m + n
  const variance = ((m * n) / 12) * (size + 1 - ranks.tieTerm / (size * (size - 1)))
  if (variance <= 0) return 1
  const distance = Math.max(0, Math.abs(u - (m * n) / 2) - 0.5)
  return Math.min(1, 2 * normalCdf(-distance / Math.sqrt(variance)))
}

/**
 * Which order statistics of the m·n differences bound the interval at level `alpha` (two-sided): the K-th smallest
 * and the K-th largest. 0: so few values that no bounded interval reaches the level.
 */
export function intervalRank(m: number, n: number, alpha: number): number {
  const pairs = m * n
  if (pairs > exactPairs) {
    const spread = Math.sqrt((pairs * (m + n + 1)) / 12)
    return Math.max(0, Math.floor(pairs / 2 + 0.5 + normalQuantile(alpha / 2) * spread))
  }
  return rankAtLevel(mannWhitneyCdf(m, n), alpha)
}

/** Smallest k with cdf[k] > alpha/2. */
function rankAtLevel(cdf: Float64Array, alpha: number): number {
  let low = 0
  let high = cdf.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if ((cdf[middle] as number) > alpha / 2) high = middle
    else low = middle + 1
  }
  return low
}

interface RankSum {
  /** Of the first group, tied values sharing the mean of their ranks. */
  readonly sum: number
  /** Σ (t³ − t) over groups of t tied values. */
  readonly tieTerm: number
  /** Twice the rank of every value of both groups. */
  readonly doubled: readonly number[]
}

function rankSum(a: Float64Array, b: Float64Array): RankSum {
  let i = 0
  let j = 0
  let sum = 0
  let tieTerm = 0
  const doubled: number[] = []
  while (i < a.length || j < b.length) {
    const value = Math.min(a[i] ?? Infinity, b[j] ?? Infinity)
    const before = i + j
    let fromA = 0
    while (i < a.length && a[i] === value) {
      i++
      fromA++
    }
    while (j < b.length && b[j] === value) j++
    const tied = i + j - before
    const twice = 2 * before + tied + 1
    for (let k = 0; k < tied; k++) doubled.push(twice)
    sum += (fromA * twice) / 2
    tieTerm += tied * tied * tied - tied
  }
  return { sum, tieTerm, doubled }
}

/** Counts the subsets of m values by the sum of their doubled ranks. */
function tiedP(doubled: readonly number[], m: number, observed: number): number {
  const total = doubled.reduce((sum, rank) => sum + rank, 0)
  const rows = Array.from({ length: m + 1 }, () => new Float64Array(total + 1))
  ;(rows[0] as Float64Array)[0] = 1
  doubled.forEach((rank, index) => {
    for (let size = Math.min(m, index + 1); size > 0; size--) {
      const from = rows[size - 1] as Float64Array
      const to = rows[size] as Float64Array
      for (let sum = total; sum >= rank; sum--) to[sum] = (to[sum] as number) + (from[sum - rank] as number)
    }
  })
  let all = 0
  let lower = 0
  let upper = 0
  ;(rows[m] as Float64Array).forEach((ways, sum) => {
    all += ways
    if (sum <= observed) lower += ways
    if (sum >= observed) upper += ways
  })
  return Math.min(1, (2 * Math.min(lower, upper)) / all)
}
