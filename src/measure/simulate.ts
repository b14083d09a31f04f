/**
 * A runner without a machine: virtual clock, made-up trial times, the real schedule, stopping rule and analysis. What
 * is promised of verdicts is tested with it.
 */
import type { Decision } from '../analyse/decision.ts'
import { type ProcedureOptions, procedure } from '../analyse/procedure.ts'
import type { MeasuredRound } from '../analyse/rounds.ts'
import { randomStream, type Seed } from '../random.ts'
import { type NoiseModel, noiseModels } from './noise-models.ts'
import { roundOrder } from './schedule.ts'

/** What is true in the simulation: everything is about arm `B` against `A`. */
export interface World {
  readonly noise: NoiseModel
  /** True change of B, %. */
  readonly effect_pct?: number
  /** A trial after one of B takes this much longer, %. */
  readonly carryOver_pct?: number
  /** A share of B's trials takes `size_pct` longer. */
  readonly stalls?: { readonly share: number; readonly size_pct: number }
  /** Shares of trials that fail, by arm. */
  readonly failures?: Readonly<Record<string, number>>
  /** Multiplies the noise (default 1). */
  readonly scale?: number
}

export interface MockRunner {
  /** Nanoseconds since the run's start. */
  readonly clock_ns: () => number
  /** Time of one trial; `null`: it failed. */
  readonly run: (arm: string, slot: number) => number | null
}

/** A trial without noise. */
const base_ns = 3_000_000

export function mockRunner(world: World, seed: Seed): MockRunner {
  const random = randomStream(seed, 'noise')
  const events = randomStream(seed, 'events')
  const noise: (slot: number) => number = noiseModels[world.noise](random)
  const effect = Math.log1p((world.effect_pct ?? 0) / 100)
  const carry = Math.log1p((world.carryOver_pct ?? 0) / 100)
  const stall = Math.log1p((world.stalls?.size_pct ?? 0) / 100)
  let clock = 0
  let previous = 'A'
  return {
    clock_ns: () => clock,
    run: (arm, slot) => {
      let log = (world.scale ?? 1) * noise(slot)
      if (arm === 'B') log += effect
      if (previous === 'B') log += carry
      // Drawn for every arm: a failure or stall more leaves all later draws where they were.
      const [stalls, fails] = [events.unit(), events.unit()]
      if (arm === 'B' && stalls < (world.stalls?.share ?? 0)) log += stall
      previous = arm
      const time = base_ns * Math.exp(log)
      clock += time
      return fails < (world.failures?.[arm] ?? 0) ? null : time
    },
  }
}

/** Runs rounds `from` … `to` − 1. */
export function mockRounds(
  runner: MockRunner,
  seed: Seed,
  from: number,
  to: number,
  arms = ['A', 'B'],
): MeasuredRound[] {
  const rounds: MeasuredRound[] = []
  for (let round = from; round < to; round++) {
    const slotArms = roundOrder(seed, round, arms)
    rounds.push({ round, slotArms, values: { wall: slotArms.map((arm, i) => runner.run(arm, i + 1)) } })
  }
  return rounds
}

export interface SimulatedRun {
  readonly rounds: readonly MeasuredRound[]
  readonly decision: Decision
  readonly clock_ns: number
}

/** A whole run as the live runner does it: measure, ask, measure on, until the procedure stops. */
export function simulateRun(
  world: World,
  options: Omit<ProcedureOptions, 'baseline' | 'candidate' | 'metric'>,
): SimulatedRun {
  const { next } = procedure({ ...options, baseline: 'A', candidate: 'B', metric: 'wall' })
  const runner = mockRunner(world, options.seed)
  const rounds: MeasuredRound[] = []
  for (;;) {
    const step = next(rounds)
    if (step.action === 'stop') return { rounds, decision: step.decision, clock_ns: runner.clock_ns() }
    rounds.push(...mockRounds(runner, options.seed, rounds.length, step.until))
  }
}
