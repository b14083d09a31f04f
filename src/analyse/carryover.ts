/**
 * Does a trial pay for what the trial before it left behind? Coins answer it for free: a round that starts with the
 * arm the round before ended with (repeat start) has both of its trials after the baseline, or both after the
 * candidate; in one that switches, they differ. With γ = what running after the candidate costs, repeat starts
 * estimate ln(candidate/baseline) unbiased, switch starts are off by −γ, all rounds together by −γ/2.
 */
import { type CoinRounds, type Crossover, crossover, logRatios } from './crossover.ts'
import { median, medianDifference, nthDifference } from './order.ts'
import { intervalRank, mannWhitneyP } from './ranks.ts'

/** Below this p the repeat-start estimate is the one to trust. */
export const carryOverAlpha = 0.01

export interface CarryOver {
  /** ln: what a trial costs more after the candidate than after the baseline; interval at 1 − alpha. */
  readonly gamma: number
  readonly low: number
  readonly high: number
  readonly p: number
  /** From repeat-start rounds alone. */
  readonly repeatStart: Crossover
}

/**
 * `last[i]`: 1 when the trial before round i was the candidate's, 0 the baseline's, NaN unknown (first round,
 * another arm): those rounds are left out. `null`: fewer than four rounds of either kind.
 */
export function carryOver({ z, o }: CoinRounds, last: ArrayLike<number>, alpha: number): CarryOver | null {
  const ratios = logRatios({ z, o })
  const slot = slotEffect({ z, o })
  const repeat: number[] = []
  const change: number[] = []
  const kept: { z: number[]; o: number[] } = { z: [], o: [] }
  for (let i = 0; i < z.length; i++) {
    const before = last[i] as number
    if (Number.isNaN(before)) continue
    const candidateSecond = o[i] as number
    const free = (ratios[i] as number) - (candidateSecond === 1 ? slot : -slot)
    if (before === candidateSecond) change.push(free)
    else {
      repeat.push(free)
      kept.z.push(z[i] as number)
      kept.o.push(candidateSecond)
    }
  }
  if (repeat.length < 4 || change.length < 4) return null
  const a = Float64Array.from(repeat).sort()
  const b = Float64Array.from(change).sort()
  const rank = intervalRank(a.length, b.length, alpha)
  return {
    gamma: medianDifference(a, b),
    low: rank === 0 ? -Infinity : nthDifference(a, b, rank),
    high: rank === 0 ? Infinity : nthDifference(a, b, a.length * b.length - rank + 1),
    p: mannWhitneyP(a, b),
    repeatStart: crossover(kept, alpha),
  }
}

function slotEffect({ z, o }: CoinRounds): number {
  const values = Array.from(z)
  const second = median(values.filter((_, i) => o[i] === 1))
  const first = median(values.filter((_, i) => o[i] === 0))
  return Number.isNaN(second + first) ? 0 : (second + first) / 2
}
