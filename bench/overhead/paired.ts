import { type CompareInput, compare } from '../../src/analyse/compare.ts'
import { roundOrder } from '../../src/measure/schedule.ts'

export interface Ratio {
  /** Harness against bare, e.g. 1.01: 1 % more. */
  readonly ratio: number
  readonly low: number
  readonly high: number
  readonly n: number
}

/** Runs both ways in pairs, in random order, and gives the ratio of their times with its 95 % interval. */
export async function pairedRatio(
  seed: string,
  pairs: number,
  ways: { readonly bare: () => Promise<number> | number; readonly harness: () => Promise<number> | number },
): Promise<Ratio> {
  const rounds: CompareInput['rounds'][number][] = []
  for (let round = 0; round < pairs; round++) {
    const slotArms = roundOrder(seed, round, ['bare', 'harness'])
    const values: number[] = []
    for (const arm of slotArms) values.push(await ways[arm as 'bare' | 'harness']())
    rounds.push({ round, slotArms, values: { time: values } })
  }
  const { change } = compare({ rounds, baseline: 'bare', candidate: 'harness', metrics: ['time'], seed })
    .metrics[0]!
  if (change.status === 'insufficient') throw new Error(`overhead: ${change.reason}`)
  const of = (pct: number | null) => (pct === null ? Number.NaN : round4(1 + pct / 100))
  return { ratio: of(change.estimate_pct), low: of(change.low_pct), high: of(change.high_pct), n: change.n }
}

function round4(value: number): number {
  return Math.round(value * 1e4) / 1e4
}
