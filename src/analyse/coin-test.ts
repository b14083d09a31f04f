/**
 * The decision at each look, exact for any noise: the coins are thrown again. Given the ratios z, the coins that were
 * used and 9,999 seeded vectors are exchangeable under "the arms do not differ"; at look k the bound is the value that
 * leaves at most floor(α*(k)·10,000) of them (the used one counted in) crossed so far. α*(t) = 0.05·t².
 */
import { randomStream, type Seed } from '../random.ts'
import type { CoinRounds } from './crossover.ts'
import { nthSmallest } from './order.ts'

export const coinVectors = 9_999

export interface LookAt {
  /** Complete rounds so far. */
  readonly n: number
  /** Share of alpha spent by then, e.g. 0.05 · t². */
  readonly spent: number
}

export interface CoinDecision {
  /** |standardised rank sum| of the coins that were used. */
  readonly statistic: number
  /** Crossed when the statistic is above it. */
  readonly critical: number
  readonly rejected: boolean
}

/** α*(t): cumulative level at the share t of the planned rounds. */
export function spending(time: number, alpha = 0.05): number {
  return alpha * Math.min(1, time) ** 2
}

/** One decision per look; after a rejection the rest are not needed and left out. */
export function coinDecisions(
  { z, o }: CoinRounds,
  looks: readonly LookAt[],
  seed: Seed,
): readonly CoinDecision[] {
  const decisions: CoinDecision[] = []
  const vectors = drawnVectors(o, looks.at(-1)?.n ?? 0, seed)
  // Index 0: the coins that were used.
  let alive = Uint32Array.from({ length: coinVectors + 1 }, (_, i) => i)
  for (const { n, spent } of looks) {
    const statistics = rankStatistics(midRanks(z, n), vectors, alive)
    const allowed = Math.floor(spent * (coinVectors + 1) + 1e-9)
    const quota = Math.max(0, allowed - (coinVectors + 1 - alive.length))
    const critical = nthSmallest(statistics, alive.length - quota)
    const statistic = statistics[0] as number
    const rejected = statistic > critical
    decisions.push({ statistic, critical, rejected })
    if (rejected) break
    alive = alive.filter((_, i) => (statistics[i] as number) <= critical)
  }
  return decisions
}

/** Columns of 32 rounds, each with one word per vector: more rounds add columns and leave those before as they are. */
function drawnVectors(o: ArrayLike<number>, n: number, seed: Seed): readonly Int32Array[] {
  return Array.from({ length: Math.ceil(n / 32) }, (_, column) => {
    const random = randomStream(seed, 'shuffle', column)
    const words = new Int32Array(coinVectors + 1)
    for (let bit = 0; bit < 32; bit++) words[0]! |= ((o[column * 32 + bit] as number) === 1 ? 1 : 0) << bit
    for (let vector = 1; vector <= coinVectors; vector++) words[vector] = random.word()
    return words
  })
}

/** |W − m(n+1)/2| / √(m(n−m)(n+1)/12) of the vectors that are alive; rank sums by bytes of eight rounds. */
function rankStatistics(
  ranks: Float64Array,
  vectors: readonly Int32Array[],
  alive: Uint32Array,
): Float64Array {
  const n = ranks.length
  const sums = new Float64Array(alive.length)
  const ones = new Int32Array(alive.length)
  for (let column = 0; column * 32 < n; column++) {
    const words = vectors[column] as Int32Array
    const [a, b, c, d] = [0, 1, 2, 3].map(byte => byteSums(ranks, column * 32 + 8 * byte)) as Tables
    const mask = n - column * 32 >= 32 ? -1 : (1 << (n - column * 32)) - 1
    for (let i = 0; i < alive.length; i++) {
      const word = (words[alive[i] as number] as number) & mask
      sums[i]! +=
        (a[word & 255] as number) +
        (b[(word >>> 8) & 255] as number) +
        (c[(word >>> 16) & 255] as number) +
        (d[word >>> 24] as number)
      ones[i]! += bitCount(word)
    }
  }
  return sums.map((sum, i) => {
    const m = ones[i] as number
    if (m === 0 || m === n) return 0
    return Math.abs(sum - (m * (n + 1)) / 2) / Math.sqrt((m * (n - m) * (n + 1)) / 12)
  })
}

type Tables = [Float64Array, Float64Array, Float64Array, Float64Array]

/** For each byte: the sum of the ranks of the rounds whose bit is set. */
function byteSums(ranks: Float64Array, start: number): Float64Array {
  const table = new Float64Array(256)
  for (let byte = 1; byte < 256; byte++) {
    const lowest = 31 - Math.clz32(byte & -byte)
    table[byte] = (table[byte & (byte - 1)] as number) + (ranks[start + lowest] ?? 0)
  }
  return table
}

function bitCount(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555)
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333)
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

/** Ranks of the first n values among themselves, ties sharing their mean. */
function midRanks(z: ArrayLike<number>, n: number): Float64Array {
  const order = Uint32Array.from({ length: n }, (_, i) => i)
  order.sort((a, b) => (z[a] as number) - (z[b] as number))
  const ranks = new Float64Array(n)
  for (let start = 0; start < n; ) {
    let end = start + 1
    while (end < n && z[order[end] as number] === z[order[start] as number]) end++
    for (let k = start; k < end; k++) ranks[order[k] as number] = (start + end + 1) / 2
    start = end
  }
  return ranks
}
