import type { Run, Trial } from '../../src/index.ts'
import { countedTrials } from './values.ts'

export interface CompletionPoint {
  readonly time_ns: number
  /** Containers complete at this time: the median batch, and the middle 80 % of the batches. */
  readonly median: number
  readonly low: number
  readonly high: number
}

export interface Completion {
  readonly batches: number
  readonly points: readonly CompletionPoint[]
}

/** How a batch fills, over all batches of an arm, from 0 to `until_ns`. Failed containers are never complete. */
export function completionOf(run: Run, arm: string, until_ns: number, points = 120): Completion {
  const batches = countedTrials(run)
    .filter(trial => trial.arm === arm)
    .map(endTimes)
  return {
    batches: batches.length,
    points:
      batches.length === 0
        ? []
        : Array.from({ length: points + 1 }, (_, index) => pointAt(batches, (until_ns * index) / points)),
  }
}

/** When the slowest batch of any arm was complete. */
export function lastEnd_ns(run: Run): number {
  return Math.max(0, ...countedTrials(run).map(trial => endTimes(trial).at(-1) ?? 0))
}

function endTimes({ creations }: Trial): Float64Array {
  const created = creations.filter(({ status }) => status === 'created')
  return Float64Array.from(created, ({ end_ns }) => end_ns).sort()
}

function pointAt(batches: readonly Float64Array[], time_ns: number): CompletionPoint {
  const counts = Float64Array.from(batches, ends => countUpTo(ends, time_ns)).sort()
  const at = (share: number): number => counts[Math.round(share * (counts.length - 1))]!
  return { time_ns, median: at(0.5), low: at(0.1), high: at(0.9) }
}

function countUpTo(ascending: Float64Array, limit: number): number {
  let low = 0
  let high = ascending.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (ascending[middle]! <= limit) low = middle + 1
    else high = middle
  }
  return low
}
