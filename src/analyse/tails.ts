/**
 * The guardrail for what medians do not see: 5 % of stalls move a mean by 2.5 % and a median by 0.1 %. Counts of slow
 * trials are compared by Fisher's exact test, Holm over the three counts; nothing is left out of any analysis.
 */
import { fisherP } from './fisher.ts'
import { holm } from './holm.ts'
import { median, quantileOfSorted, sorted } from './order.ts'

export interface TailCount {
  /** `spike`: > 5 MAD above the running median of all trials; `p95`, `p99`: above that quantile of all trials. */
  readonly threshold: 'spike' | 'p95' | 'p99'
  readonly baseline: number
  readonly candidate: number
  readonly p_holm: number
}

export interface Tails {
  readonly n: number
  readonly counts: readonly TailCount[]
  /** Some count differs, p ≤ 0.05 after Holm. */
  readonly differs: boolean
}

/** Trials that count around each for the running median. */
const window = 31

/**
 * Trials in the order they ran: `times` positive, `candidate[i]` 1 for the candidate's. Thresholds are label-blind.
 */
export function tails(times: ArrayLike<number>, candidate: ArrayLike<number>): Tails {
  const logs = Float64Array.from(times, Math.log)
  const rest = residuals(logs)
  const spikeLimit = 5 * 1.4826 * median(rest.map(Math.abs))
  const all = sorted(logs)
  const limits = [
    { threshold: 'spike', over: (i: number) => (rest[i] as number) > spikeLimit },
    { threshold: 'p95', over: above(logs, quantileOfSorted(all, 0.95)) },
    { threshold: 'p99', over: above(logs, quantileOfSorted(all, 0.99)) },
  ] as const
  let n = 0
  for (let i = 0; i < candidate.length; i++) n += candidate[i] as number
  const counted = limits.map(({ threshold, over }) => {
    const hits = [0, 0]
    for (let i = 0; i < logs.length; i++) if (over(i)) hits[candidate[i] as 0 | 1]!++
    return { threshold, baseline: hits[0] as number, candidate: hits[1] as number }
  })
  const p = holm(counted.map(count => fisherP(count.baseline, logs.length - n, count.candidate, n)))
  const counts = counted.map((count, index) => ({ ...count, p_holm: p[index] as number }))
  return { n: logs.length, counts, differs: counts.some(count => count.p_holm <= 0.05) }
}

function above(logs: Float64Array, limit: number): (i: number) => boolean {
  return i => (logs[i] as number) > limit
}

function residuals(logs: Float64Array): Float64Array {
  const half = (window - 1) / 2
  return logs.map((value, i) => {
    const start = Math.max(0, Math.min(i - half, logs.length - window))
    return value - median(logs.subarray(start, start + window))
  })
}
