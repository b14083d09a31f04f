import { medianDifference, nthDifference, sorted } from '../../src/analyse/order.ts'
import { intervalRank } from '../../src/analyse/ranks.ts'

export interface Pace {
  /** Last creations against first, 1.01: 1 % longer. Hodges and Lehmann's shift of the logarithms (1963). */
  readonly ratio: number
  /** Its 95 % interval from the same differences; `null`: too few creations for one. */
  readonly low: number | null
  readonly high: number | null
  readonly n: number
}

/** Times of the last creations against those of the first; all positive. */
export function pace(first: readonly number[], last: readonly number[]): Pace {
  const [early, late] = [sorted(first.map(Math.log)), sorted(last.map(Math.log))]
  const rank = intervalRank(late.length, early.length, 0.05)
  const pairs = late.length * early.length
  return {
    ratio: Math.exp(medianDifference(late, early)),
    low: rank === 0 ? null : Math.exp(nthDifference(late, early, rank)),
    high: rank === 0 ? null : Math.exp(nthDifference(late, early, pairs + 1 - rank)),
    n: Math.min(first.length, last.length),
  }
}

/** Surely more than 10 % slower: other work on the machine moves a median by a few per cent. */
export function isSlower({ low }: Pace): boolean {
  return low !== null && low > 1.1
}
