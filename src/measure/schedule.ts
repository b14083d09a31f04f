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

/**
 * Idle time before a round, as a share of a trial's time: 0 to 0.2. It keeps rounds from falling into step with
 * timers and cron jobs.
 */
export function jitterShare(seed: Seed, round: number): number {
  return 0.2 * randomStream(seed, 'jitter', round).unit()
}

/** Bytes of environment padding for one trial, 0 to 4095: the same distribution for every arm (layout noise). */
export function environmentPad_bytes(seed: Seed, round: number, slot: number): number {
  return randomStream(seed, 'envpad', round * 64 + slot).below(4096)
}
