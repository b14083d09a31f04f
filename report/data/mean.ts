export interface MeanInterval {
  readonly n: number
  readonly mean: number
  /** Ends of the 95 % interval (Student); `null` below two values. */
  readonly low: number | null
  readonly high: number | null
}

/** Means add up over phases, medians do not: for the breakdown alone, never for a verdict. `null` without values. */
export function meanInterval(values: readonly number[]): MeanInterval | null {
  const n = values.length
  if (n === 0) return null
  const mean = values.reduce((sum, value) => sum + value, 0) / n
  if (n < 2) return { n, mean, low: null, high: null }
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1)
  const half = studentQuantile975(n - 1) * Math.sqrt(variance / n)
  return { n, mean, low: mean - half, high: mean + half }
}

/** The 97.5 % point of Student's t: exact to five degrees of freedom, then Abramowitz & Stegun 26.7.5. */
export function studentQuantile975(df: number): number {
  const exact = [12.7062, 4.3027, 3.1824, 2.7764, 2.5706]
  const z = 1.959963984540054
  return (
    exact[df - 1] ??
    z +
      (z ** 3 + z) / (4 * df) +
      (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * df ** 2) +
      (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / (384 * df ** 3)
  )
}
