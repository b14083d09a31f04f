/** How others compare, rebuilt on the same noise: the contrast that shows the fixtures bite. */
import { mean } from '../analyse/mean.ts'
import { medianDifference, quantileOfSorted, sorted } from '../analyse/order.ts'
import { mannWhitneyP } from '../analyse/ranks.ts'
import { sampleOf, studentP } from '../analyse/student.ts'
import { randomStream, type Seed, shuffled } from '../random.ts'
import { mockRunner, type World } from './simulate.ts'

export interface BaselineResult {
  /** ln(B / A). */
  readonly theta: number
  readonly p: number
}

/** A … A B … B and Welch's t: two commands timed one after the other. */
export function sequentialBlocks(world: World, seed: Seed, each: number): BaselineResult {
  const { run } = mockRunner(world, seed)
  const [a, b] = ['A', 'B'].map(arm =>
    Array.from({ length: each }, () => Math.log(run(arm, 1) ?? Number.NaN)),
  )
  return welch(a as number[], b as number[])
}

/** All trials in random order, then Mann and Whitney: interleaved, but not paired. */
export function randomOrder(world: World, seed: Seed, each: number): BaselineResult {
  const { run } = mockRunner(world, seed)
  const labels = Array.from({ length: 2 * each }, (_, i) => (i % 2 === 0 ? 'A' : 'B'))
  const times: Record<string, number[]> = { A: [], B: [] }
  shuffled(labels, randomStream(seed, 'baseline')).forEach((arm, i) => {
    times[arm]?.push(Math.log(run(arm, 1 + (i % 2)) ?? Number.NaN))
  })
  const [a, b] = [sorted(times.A ?? []), sorted(times.B ?? [])]
  return { theta: medianDifference(b, a), p: mannWhitneyP(b, a) }
}

export function welch(a: readonly number[], b: readonly number[]): BaselineResult {
  const [one, other] = [sampleOf(a), sampleOf(b)]
  const [u, v] = [one.variance / one.n, other.variance / other.n]
  const df = (u + v) ** 2 / (u ** 2 / (one.n - 1) + v ** 2 / (other.n - 1))
  return { theta: other.mean - one.mean, p: studentP((other.mean - one.mean) / Math.sqrt(u + v), df) }
}

/** Does a one-sample t test look significant at any of the looks 10, 11, …? */
export function peekingRejects(ratios: Float64Array): boolean {
  let sum = 0
  let squares = 0
  for (const [i, ratio] of ratios.entries()) {
    sum += ratio
    squares += ratio * ratio
    const n = i + 1
    if (n < 10) continue
    const variance = (squares - (sum * sum) / n) / (n - 1)
    if (studentP(sum / n / Math.sqrt(variance / n), n - 1) <= 0.05) return true
  }
  return false
}

/** Change of the mean after Tukey's fences threw values away, %. */
export function tukeyChange_pct(a: readonly number[], b: readonly number[]): number {
  return 100 * (mean(fenced(b)) / mean(fenced(a)) - 1)
}

function fenced(values: readonly number[]): number[] {
  const ascending = sorted(values)
  const [low, high] = [quantileOfSorted(ascending, 0.25), quantileOfSorted(ascending, 0.75)]
  const reach = 1.5 * (high - low)
  return values.filter(value => value >= low - reach && value <= high + reach)
}
