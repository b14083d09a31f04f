/** How many creations should one trial hold? From a trace of single creations of one arm, in the order they ran. */
import { percent } from './percent.ts'
import { blindScale } from './plan.ts'

interface Granularity {
  readonly creationsPerTrial: number
  /** Predicted standard error of the ratio, %, if the whole trace's creations were spent on rounds of this size. */
  readonly error_pct: number
}

export interface GranularityAdvice {
  readonly recommended: number
  readonly sizes: readonly Granularity[]
}

/**
 * Neighbouring trials share more of the machine's mood the shorter they are. Sizes that leave fewer than 20 rounds
 * are left out. `null`: the trace is shorter than 40 creations.
 */
export function granularity(
  times: ArrayLike<number>,
  sizes: readonly number[] = [1, 2, 5, 10, 25, 50, 100],
): GranularityAdvice | null {
  const found = sizes
    .map(size => ({ size, z: neighbours(times, size) }))
    .filter(({ z }) => z.length >= 20)
    .map(({ size, z }) => ({
      creationsPerTrial: size,
      error_pct: percent(blindScale(z) / Math.sqrt(0.955 * z.length)),
    }))
  if (found.length === 0) return null
  const best = found.reduce((one, other) => (other.error_pct < one.error_pct ? other : one))
  return { recommended: best.creationsPerTrial, sizes: found }
}

/** ln(second / first) of neighbouring trials of `size` creations each. */
function neighbours(times: ArrayLike<number>, size: number): Float64Array {
  const total = (start: number): number => {
    let sum = 0
    for (let i = start; i < start + size; i++) sum += times[i] as number
    return sum
  }
  return Float64Array.from({ length: Math.floor(times.length / (2 * size)) }, (_, round) =>
    Math.log(total(2 * round * size + size) / total(2 * round * size)),
  )
}
