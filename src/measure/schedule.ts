/** Which arm runs in which slot of which round: drawn from the seed before anything is measured. */
import { randomStream, type Seed, shuffled } from '../random.ts'

/**
 * Arms of one round in the order they run: an independent fair coin for two arms, a random permutation for more.
 * Independent rounds, not permuted blocks: blocks of four let noise of period four through (6.5–6.8 % false alarms
 * where coins keep 5 %).
 */
export function roundOrder(seed: Seed, round: number, arms: readonly string[]): readonly string[] {
  const random = randomStream(seed, 'order', round)
  if (arms.length !== 2) return shuffled(arms, random)
  return random.coin() === 1 ? [...arms] : [arms[1] as string, arms[0] as string]
}
