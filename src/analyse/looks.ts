/** When a run is looked at: planned from label-blind data, at most five times. */
import { lastBound, nominalLevel, wangTsiatis } from './boundaries.ts'
import { spending } from './coin-test.ts'
import { blindScale, type Goals, pilotRounds, plannedRounds } from './plan.ts'

export interface Look {
  /** Rounds recorded by then. */
  readonly recorded: number
  /** On |Z|; the interval of this look has the level 1 − P(|Z| > bound). */
  readonly bound: number
  /** Cumulative level of the exact decision by then. */
  readonly spent: number
}

export type Length =
  | { readonly mode: 'fixed'; readonly rounds: number }
  | { readonly mode: 'sequential'; readonly most: number }

/** Rounds before the first look can be planned. */
export function firstRounds(length: Length): number {
  return length.mode === 'fixed' ? length.rounds : Math.min(pilotRounds, length.most)
}

/** `pilot`: z of the complete ones among the first 20 rounds; without any, the longest plan is made. */
export function planLooks(length: Length, goals: Goals, pilot: ArrayLike<number>): readonly Look[] {
  if (length.mode === 'fixed') return looksOf(length.rounds, 1)
  if (length.most <= pilotRounds) return looksOf(length.most, 1)
  const planned = pilot.length === 0 ? length.most : plannedRounds(blindScale(pilot), goals, length.most)
  return looksOf(planned, Math.max(1, Math.min(5, Math.floor(planned / 20))))
}

/** Looks evenly spread over the planned rounds. */
function looksOf(planned: number, count: number): readonly Look[] {
  const times = Array.from({ length: count }, (_, k) => (k + 1) / count)
  const bounds = wangTsiatis(times)
  return times.map((time, k) => ({
    recorded: Math.round(time * planned),
    bound: bounds[k] as number,
    spent: spending(time),
  }))
}

/** The looks that were taken, and a last one now which spends all that is left. */
export function endLooks(taken: readonly Look[], recorded: number): readonly Look[] {
  const times = [...taken.map(look => look.recorded / recorded), 1]
  const bound = lastBound(
    times,
    taken.map(look => look.bound),
  )
  return [...taken, { recorded, bound, spent: spending(1) }]
}

/** Two-sided level of a look's interval; rounded where the last digits are the integration's own. */
export function lookAlpha(look: Look): number {
  return Math.round(nominalLevel(look.bound) * 1e9) / 1e9
}
