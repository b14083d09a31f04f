import { procedureOf, roundsOf } from '../analyse/decide-run.ts'
import { monotonic_ns } from '../clock.ts'
import type { Arm, Plan, Run, Trial } from '../model.ts'
import type { Seed } from '../random.ts'

export interface RunLength {
  /** Whether another round follows the `done` ones. */
  readonly more: (done: number) => boolean
  /** Why none followed. */
  readonly ended: () => Exclude<Run['ended'], 'interrupted'>
}

export interface LengthInput {
  readonly plan: Plan
  readonly arms: readonly { readonly arm: Pick<Arm, 'id'> }[]
  readonly seed: Seed
}

/**
 * How long a run goes on: a fixed number of rounds, or until a planned look decides; a budget ends either. The budget
 * is asked by the clock alone: no comparison of the arms makes it end.
 */
export function lengthOf({ plan, arms, seed }: LengthInput, trials: () => readonly Trial[]): RunLength {
  const start = monotonic_ns()
  const stopping = procedureOf(
    plan,
    arms.map(({ arm }) => arm.id),
    seed,
  )
  let ended: ReturnType<RunLength['ended']> = 'all rounds'
  let until = plan.length.mode === 'fixed' ? plan.length.rounds : 0
  return {
    more: done => {
      if (plan.budget_ms !== null && monotonic_ns() - start >= plan.budget_ms * 1e6) {
        ended = 'budget'
        return false
      }
      if (done < until) return true
      if (plan.length.mode === 'fixed') return false
      const step = stopping.next(roundsOf(trials(), [plan.metric], plan.mode))
      if (step.action === 'stop') {
        ended = step.decision.look < step.decision.looks ? 'decided' : 'all rounds'
        return false
      }
      until = step.until
      return true
    },
    ended: () => ended,
  }
}
