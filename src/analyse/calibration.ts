/** Does a harness raise false alarms? Copies of one arm are compared many times; the count of alarms answers. */
import { binomial } from './choose.ts'

export interface Calibration {
  readonly replicates: number
  readonly rejections: number
  /** Upper 97.5 % point of the binomial: a perfect harness stays at or below it in at least 97.5 % of calibrations. */
  readonly allowed: number
  readonly passed: boolean
  /** Kolmogorov–Smirnov distance of the p values from the uniform distribution, and its p (asymptotic). */
  readonly distance: number
  readonly distanceP: number
}

/** `p`: one per replicate. 200 at 5 %: at most 16; 40: at most 5. */
export function calibration(p: readonly number[], alpha = 0.05): Calibration {
  const rejections = p.filter(value => value <= alpha).length
  const allowed = binomialPoint(p.length, alpha, 0.975)
  const distance = uniformDistance(p)
  return {
    replicates: p.length,
    rejections,
    allowed,
    passed: p.length > 0 && rejections <= allowed,
    distance,
    distanceP: kolmogorov(distance, p.length),
  }
}

/** Smallest k with P(Binomial(n, share) ≤ k) ≥ level. */
export function binomialPoint(n: number, share: number, level: number): number {
  let k = 0
  for (let sum = binomial(n, 0, share); sum < level && k < n; sum += binomial(n, k, share)) k++
  return k
}

function uniformDistance(p: readonly number[]): number {
  const ascending = p.toSorted((a, b) => a - b)
  return ascending.reduce((most, value, i) => {
    return Math.max(most, value - i / p.length, (i + 1) / p.length - value)
  }, 0)
}

/** P(distance ≥ this) for n uniform values: Kolmogorov's series with Stephens' correction. */
function kolmogorov(distance: number, n: number): number {
  if (n === 0) return 1
  const x = distance * (Math.sqrt(n) + 0.12 + 0.11 / Math.sqrt(n))
  if (x < 0.2) return 1
  let sum = 0
  for (let k = 1; k <= 100; k++) sum += (k % 2 === 1 ? 2 : -2) * Math.exp(-2 * k * k * x * x)
  return Math.min(1, Math.max(0, sum))
}
