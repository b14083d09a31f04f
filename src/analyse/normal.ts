/** The standard normal distribution. */

/**
 * P(Z ≤ x). Relative accuracy about 1e-14 in both tails: series near 0, Laplace's continued fraction beyond.
 * (Abramowitz & Stegun 26.2.11 and 26.2.14.)
 */
export function normalCdf(x: number): number {
  if (Number.isNaN(x)) return Number.NaN
  if (Math.abs(x) < 4) return 0.5 + density(x) * series(x)
  const tail = Math.abs(x) > 39 ? 0 : density(x) / fraction(Math.abs(x))
  return x < 0 ? tail : 1 - tail
}

/** x with P(Z ≤ x) = p, for 0 < p < 1: rational start (Abramowitz & Stegun 26.2.23), Newton steps after. */
export function normalQuantile(p: number): number {
  if (!(p > 0 && p < 1)) return p === 0 ? -Infinity : p === 1 ? Infinity : Number.NaN
  if (p > 0.5) return -normalQuantile(1 - p)
  const t = Math.sqrt(-2 * Math.log(p))
  let x = -(
    t -
    (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)))
  )
  for (let step = 0; step < 4; step++) {
    const slope = density(x)
    const newton = (normalCdf(x) - p) / slope
    x -= newton / (1 + (newton * x) / 2)
  }
  return x
}

/** The density of the standard normal distribution. */
export function density(x: number): number {
  return Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)
}

function series(x: number): number {
  let term = x
  let sum = x
  for (let k = 3; Math.abs(term) > 1e-18 * Math.abs(sum); k += 2) {
    term *= (x * x) / k
    sum += term
  }
  return sum
}

function fraction(x: number): number {
  let value = x
  for (let k = 60; k > 0; k--) value = x + k / value
  return value
}
