/**
 * The core estimate. Datum of a round: z = ln(t of slot 2 / t of slot 1) and the coin o (1: the candidate ran second).
 * z = slot effect ± ln(candidate/baseline), so half the shift between the two orders is the log ratio, free of the
 * slot effect (crossover design; Hodges & Lehmann 1963 for shift and interval, Mann & Whitney 1947 for p). The coins
 * are the only source of chance that the test uses: it holds for any noise of the machine.
 */
import { median, medianDifference, nthDifference } from './order.ts'
import { intervalRank, mannWhitneyP } from './ranks.ts'

/** Fewer rounds of either order than this give no estimate. */
const leastPerOrder = 4

export type Crossover =
  | {
      readonly status: 'estimated'
      readonly n: number
      /** ln(candidate / baseline); negative: the candidate is faster. */
      readonly theta: number
      /** Interval at level 1 − alpha; infinite where so few rounds cannot bound it. */
      readonly low: number
      readonly high: number
      /** Two-sided, of "the arms do not differ"; exact (see ranks.ts). */
      readonly p: number
      /** ln(slot 2 / slot 1): what running second costs. */
      readonly slot: number
      /** Rounds with the candidate second, and first. */
      readonly orders: readonly [number, number]
    }
  | {
      readonly status: 'insufficient'
      readonly n: number
      readonly orders: readonly [number, number]
      readonly reason: string
    }

/** One round as the estimate sees it. */
export interface CoinRounds {
  readonly z: ArrayLike<number>
  readonly o: ArrayLike<number>
}

/** `alpha`: 0.05 for a 95 % interval. */
export function crossover({ z, o }: CoinRounds, alpha: number): Crossover {
  const { second, first } = byOrder({ z, o })
  const orders = [second.length, first.length] as const
  const n = z.length
  if (second.length < leastPerOrder || first.length < leastPerOrder) {
    return { status: 'insufficient', n, orders, reason: 'too few rounds' }
  }
  if (
    Math.min(second[0] as number, first[0] as number) ===
    Math.max(second.at(-1) as number, first.at(-1) as number)
  ) {
    return { status: 'insufficient', n, orders, reason: 'every round gave the same ratio' }
  }
  const rank = intervalRank(second.length, first.length, alpha)
  const pairs = second.length * first.length
  return {
    status: 'estimated',
    n,
    theta: medianDifference(second, first) / 2,
    low: rank === 0 ? -Infinity : nthDifference(second, first, rank) / 2,
    high: rank === 0 ? Infinity : nthDifference(second, first, pairs - rank + 1) / 2,
    p: mannWhitneyP(second, first),
    slot: (median(second) + median(first)) / 2,
    orders,
  }
}

/** ln(candidate / baseline) of each round as measured, slot effect still in it. */
export function logRatios({ z, o }: CoinRounds): Float64Array {
  return Float64Array.from({ length: z.length }, (_, i) => (o[i] === 1 ? 1 : -1) * (z[i] as number))
}

function byOrder({ z, o }: CoinRounds): { readonly second: Float64Array; readonly first: Float64Array } {
  let count = 0
  for (let i = 0; i < z.length; i++) count += o[i] as number
  const second = new Float64Array(count)
  const first = new Float64Array(z.length - count)
  let a = 0
  let b = 0
  for (let i = 0; i < z.length; i++) {
    if (o[i] === 1) second[a++] = z[i] as number
    else first[b++] = z[i] as number
  }
  return { second: second.sort(), first: first.sort() }
}
