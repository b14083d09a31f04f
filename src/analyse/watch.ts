/**
 * Monitoring without an end: evidence that may be looked at after every round. Each round bets on the sign of the log
 * ratio, with stakes from magnitudes alone; if the arms do not differ the coin makes every sign fair, so the evidence
 * ever reaches 20 with probability ≤ 5 % (Ville's inequality; Vovk & Wang, Nonparametric e-tests of symmetry).
 */

const stakes = [0.1, 0.2, 0.4, 0.8, 1.6].flatMap(c => [c, -c])

/** Evidence at which the arms differ at the 5 % level. */
const evidenceNeeded = 20

export interface Watch {
  readonly evidence: number
  readonly most: number
  /** Rounds when the evidence first reached 20; `null`: it has not. */
  readonly crossedAt: number | null
}

/** `ratios`: ln(candidate/baseline) per round, in order (`logRatios`). */
export function watch(ratios: ArrayLike<number>): Watch {
  const wealth = stakes.map(() => 1)
  const magnitudes: number[] = []
  let evidence = 1
  let most = 1
  let crossedAt: number | null = null
  for (let i = 0; i < ratios.length; i++) {
    const ratio = ratios[i] as number
    insert(magnitudes, Math.abs(ratio))
    const scale = middle(magnitudes) / 0.6745
    const size = scale > 0 ? Math.abs(ratio) / scale : 0
    evidence = 0
    stakes.forEach((stake, k) => {
      wealth[k] = (wealth[k] as number) * (1 + Math.sign(ratio) * Math.tanh(stake * size))
      evidence += (wealth[k] as number) / stakes.length
    })
    most = Math.max(most, evidence)
    if (crossedAt === null && evidence >= evidenceNeeded) crossedAt = i + 1
  }
  return { evidence, most, crossedAt }
}

function insert(ascending: number[], value: number): void {
  let low = 0
  let high = ascending.length
  while (low < high) {
    const at = (low + high) >> 1
    if ((ascending[at] as number) < value) low = at + 1
    else high = at
  }
  ascending.splice(low, 0, value)
}

function middle(ascending: readonly number[]): number {
  const n = ascending.length
  return ((ascending[(n - 1) >> 1] as number) + (ascending[n >> 1] as number)) / 2
}
