export interface Distribution {
  readonly n: number
  readonly min: number
  readonly q1: number
  readonly median: number
  readonly q3: number
  readonly max: number
  readonly p5: number
  readonly p95: number
  /** Value and the share of values that are no larger, ascending in both; at most `points` of them. */
  readonly steps: readonly (readonly [value: number, share: number])[]
  /** Half the width of the 95 % band around the shares (Dvoretzky, Kiefer & Wolfowitz 1956; Massart 1990). */
  readonly band: number
}

/** `null` without values. `points`: enough for a picture; the ends are always among them. */
export function distributionOf(values: readonly number[], points = 160): Distribution | null {
  if (values.length === 0) return null
  const sorted = Float64Array.from(values).sort()
  const n = sorted.length
  // Type 7 of Hyndman & Fan 1996: what R and most programs call the quantile.
  const quantile = (share: number): number => {
    const at = share * (n - 1)
    const below = sorted[Math.floor(at)]!
    return below + (sorted[Math.ceil(at)]! - below) * (at - Math.floor(at))
  }
  const count = Math.min(n, points)
  const steps = Array.from({ length: count }, (_, index) => {
    const place = count === 1 ? 0 : Math.round((index * (n - 1)) / (count - 1))
    return [sorted[place]!, (place + 1) / n] as const
  })
  return {
    n,
    min: sorted[0]!,
    q1: quantile(0.25),
    median: quantile(0.5),
    q3: quantile(0.75),
    max: sorted[n - 1]!,
    p5: quantile(0.05),
    p95: quantile(0.95),
    steps,
    band: Math.sqrt(Math.log(2 / 0.05) / (2 * n)),
  }
}
