/** What the goal tests share: how many replicates, their seeds, and bounds that a correct build does not miss. */
import { binomialPoint } from '../analyse/calibration.ts'
import { crossover } from '../analyse/crossover.ts'
import type { Decision } from '../analyse/decision.ts'
import { completeRounds, type PairedData } from '../analyse/rounds.ts'
import { parseSeed, type Seed } from '../random.ts'
import { mockRounds, mockRunner, simulateRun, type World } from './simulate.ts'

/** The whole takes minutes: `SECCOMP_BENCH_TESTS=all`. The fast subset has the same seeds, fewer of them. */
const whole = process.env.SECCOMP_BENCH_TESTS === 'all'

export function replicates(all: number, fast: number): number {
  return whole ? all : fast
}

export function seeds(count: number): readonly Seed[] {
  return Array.from({ length: count }, (_, i) => parseSeed(BigInt(i + 1)))
}

/** 99 % binomial bounds of a count with a true share: 2,000 at 5 % give 123. */
export function atMost(count: number, share: number): number {
  return binomialPoint(count, share, 0.99)
}

export function atLeast(count: number, share: number): number {
  return count - binomialPoint(count, 1 - share, 0.99)
}

/** Rounds of a world as the analysis takes them. */
export function pairsOf(world: World, seed: Seed, rounds: number): PairedData {
  return completeRounds(mockRounds(mockRunner(world, seed), seed, 0, rounds), 'wall', 'A', 'B')
}

export interface Estimate {
  readonly theta: number
  readonly low: number
  readonly high: number
  readonly p: number
}

export function estimateOf(world: World, seed: Seed, rounds: number, alpha = 0.05): Estimate {
  const result = crossover(pairsOf(world, seed, rounds), alpha)
  // A run without an estimate finds nothing and excludes nothing.
  if (result.status === 'insufficient') return { theta: 0, low: -Infinity, high: Infinity, p: 1 }
  return result
}

export interface Tally {
  readonly count: number
  readonly verdicts: Readonly<Record<Decision['verdict']['verdict'], number>>
  readonly meanRounds: number
  /** Runs whose interval holds the true change. */
  readonly covered: number
}

/** Whole runs with MDE = margin = `goal_pct`, 240 rounds at most. */
export function tally(world: World, count: number, goal_pct = 1): Tally {
  const verdicts = { FASTER: 0, SLOWER: 0, 'NO DIFFERENCE': 0, INCONCLUSIVE: 0, INVALID: 0 }
  const truth = world.effect_pct ?? 0
  let rounds = 0
  let covered = 0
  for (const seed of seeds(count)) {
    const { decision } = simulateRun(world, {
      seed,
      mde_pct: goal_pct,
      margin_pct: goal_pct,
      length: { mode: 'sequential', most: 240 },
    })
    verdicts[decision.verdict.verdict]++
    rounds += decision.recorded
    if ((decision.low_pct ?? -Infinity) <= truth && truth <= (decision.high_pct ?? Infinity)) covered++
  }
  return { count, verdicts, meanRounds: rounds / count, covered }
}
