/**
 * When to stop. A run of a fixed number of rounds is looked at once, at its end; a sequential one plans after 20
 * rounds and stops at the first look that answers. A pure function of the rounds so far: a stored run replays it.
 */
import type { Seed } from '../random.ts'
import { type Decision, decisions } from './decision.ts'
import { endLooks, firstRounds, type Length, planLooks } from './looks.ts'
import { type Goals, pilotRounds } from './plan.ts'
import { completeRounds, type MeasuredRound, upTo } from './rounds.ts'

export interface ProcedureOptions extends Goals {
  readonly seed: Seed
  readonly baseline: string
  readonly candidate: string
  /** The primary metric: the one that decides when to stop. */
  readonly metric: string
  readonly length: Length
}

type Step =
  /** Measure until so many rounds are recorded, then ask again. */
  | { readonly action: 'continue'; readonly until: number }
  | { readonly action: 'stop'; readonly decision: Decision }

export interface Procedure {
  /** `rounds`: all recorded so far, warm-up left out, in order. The same rounds give the same step. */
  readonly next: (rounds: readonly MeasuredRound[]) => Step
  /**
   * The decision on what there is, for a run that ends before its plan (a budget, Ctrl-C): the last look is now and
   * spends what is left of the 5 %. Honest as long as no comparison of the arms made it end.
   */
  readonly conclude: (rounds: readonly MeasuredRound[]) => Decision
}

export function procedure(options: ProcedureOptions): Procedure {
  return { next: rounds => next(options, rounds), conclude: rounds => conclude(options, rounds) }
}

function next(options: ProcedureOptions, rounds: readonly MeasuredRound[]): Step {
  const first = firstRounds(options.length)
  if (rounds.length < first) return { action: 'continue', until: first }
  const data = completeRounds(rounds, options.metric, options.baseline, options.candidate)
  const looks = planLooks(options.length, options, upTo(data, pilotRounds).z)
  const reached = looks.filter(({ recorded }) => recorded <= rounds.length).length
  for (const decision of decisions(
    { data, metric: options.metric, goals: options, seed: options.seed, looks },
    reached,
  )) {
    if (decision.verdict.verdict !== 'INCONCLUSIVE' || decision.look === looks.length)
      return { action: 'stop', decision }
  }
  return { action: 'continue', until: looks[reached]?.recorded as number }
}

function conclude(options: ProcedureOptions, rounds: readonly MeasuredRound[]): Decision {
  const step = next(options, rounds)
  if (step.action === 'stop') return step.decision
  const data = completeRounds(rounds, options.metric, options.baseline, options.candidate)
  const planned =
    rounds.length < pilotRounds ? [] : planLooks(options.length, options, upTo(data, pilotRounds).z)
  const taken = planned.filter(({ recorded }) => recorded < rounds.length)
  const looks = endLooks(taken, rounds.length)
  const all = decisions(
    { data, metric: options.metric, goals: options, seed: options.seed, looks },
    looks.length,
  )
  return [...all].at(-1) as Decision
}
