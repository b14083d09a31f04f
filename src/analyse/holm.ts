/**
 * Holm's step-down adjustment (1979): p values in the order given; those ≤ alpha afterwards may be claimed together
 * with a chance of any false claim ≤ alpha.
 */
export function holm(p: readonly number[]): readonly number[] {
  const order = p.map((_, index) => index).sort((a, b) => (p[a] as number) - (p[b] as number))
  const adjusted = new Array<number>(p.length)
  let largest = 0
  order.forEach((index, place) => {
    largest = Math.max(largest, Math.min(1, (p.length - place) * (p[index] as number)))
    adjusted[index] = largest
  })
  return adjusted
}
