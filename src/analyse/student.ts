/** Student's t distribution, for change points. */

/** Two-sided P(|T| ≥ |t|) at `df` degrees of freedom: the regularised incomplete beta function. */
export function studentP(t: number, df: number): number {
  const x = df / (df + t * t)
  if (x <= 0) return 0
  if (x >= 1) return 1
  const [a, b] = [df / 2, 0.5]
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x))
  return x < (a + 1) / (a + b + 2) ? (front * fraction(x, a, b)) / a : 1 - (front * fraction(1 - x, b, a)) / b
}

export interface Sample {
  readonly n: number
  readonly mean: number
  /** Unbiased. */
  readonly variance: number
}

export function sampleOf(values: readonly number[]): Sample {
  const n = values.length
  const mean = values.reduce((sum, value) => sum + value, 0) / n
  return { n, mean, variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1) }
}

/** Two-sided p of Student's test with one variance for both samples. */
export function pooledP(one: Sample, other: Sample): number {
  const df = one.n + other.n - 2
  const pooled = ((one.n - 1) * one.variance + (other.n - 1) * other.variance) / df
  if (pooled === 0) return one.mean === other.mean ? 1 : 0
  return studentP((one.mean - other.mean) / Math.sqrt(pooled * (1 / one.n + 1 / other.n)), df)
}

/** Lentz's evaluation of the continued fraction of the incomplete beta function (Press et al., section 6.4). */
function fraction(x: number, a: number, b: number): number {
  const tiny = 1e-300
  const away = (value: number): number => (Math.abs(value) < tiny ? tiny : value)
  let c = 1
  let d = 1 / away(1 - ((a + b) * x) / (a + 1))
  let h = d
  for (let m = 1; m < 300; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / away(1 + even * d)
    c = away(1 + even / c)
    h *= d * c
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / away(1 + odd * d)
    c = away(1 + odd / c)
    h *= d * c
    if (Math.abs(d * c - 1) < 1e-15) break
  }
  return h
}

/** ln Γ(x), x > 0: shifted up, then Stirling's series. */
function logGamma(x: number): number {
  let shift = 0
  let y = x
  while (y < 12) {
    shift += Math.log(y)
    y++
  }
  const series = 1 / (12 * y) - 1 / (360 * y ** 3) + 1 / (1260 * y ** 5) - 1 / (1680 * y ** 7)
  return (y - 0.5) * Math.log(y) - y + Math.log(2 * Math.PI) / 2 + series - shift
}
