/** Binomial coefficients and probabilities in logarithms: nothing over- or underflows. */

export function logChoose(n: number, k: number): number {
  return logFactorial(n) - logFactorial(k) - logFactorial(n - k)
}

/** P(Binomial(n, share) = k), 0 < share < 1. */
export function binomial(n: number, k: number, share: number): number {
  return Math.exp(logChoose(n, k) + k * Math.log(share) + (n - k) * Math.log1p(-share))
}

const factorials: number[] = [0]

/** ln n!: summed up to 255, Stirling's series beyond (error below 1e-15). */
function logFactorial(n: number): number {
  if (n > 255)
    return (n + 0.5) * Math.log(n) - n + Math.log(2 * Math.PI) / 2 + 1 / (12 * n) - 1 / (360 * n ** 3)
  for (let k = factorials.length; k <= n; k++) factorials.push((factorials[k - 1] as number) + Math.log(k))
  return factorials[n] as number
}
