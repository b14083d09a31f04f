/**
 * What one look says. A difference is claimed when both the exact decision over the coins and the repeated confidence
 * interval (Jennison & Turnbull 1989) say so.
 */
import type { Seed } from '../random.ts'
import { carryOver, carryOverAlpha } from './carryover.ts'
import { type CoinDecision, coinDecisions } from './coin-test.ts'
import { type Crossover, crossover } from './crossover.ts'
import { type Look, lookAlpha } from './looks.ts'
import { percent } from './percent.ts'
import { blindScale, detectable_pct, type Goals, plannedRounds } from './plan.ts'
import { type PairedData, upTo } from './rounds.ts'
import { judge, type Verdict } from './verdict.ts'

export interface Decision {
  readonly metric: string
  /** Rounds recorded at the look, and those it rests on. */
  readonly recorded: number
  readonly n: number
  /** 1 … `looks`; `planned`: rounds at the last look. */
  readonly look: number
  readonly looks: number
  readonly planned: number
  /** Nominal level of this look: with the earlier looks its interval holds 95 %. */
  readonly alpha: number
  readonly estimate_pct: number | null
  /** `null`: so few rounds cannot bound it. */
  readonly low_pct: number | null
  readonly high_pct: number | null
  /** Exact, as if these rounds had been fixed beforehand. */
  readonly p: number | null
  /** The decision over the coins; `null` where one look alone is decided by p ≤ alpha. */
  readonly coins: CoinDecision | null
  readonly rejected: boolean
  /** Carry-over made the repeat-start rounds the ground of this decision. */
  readonly repeatStart: boolean
  readonly scale_pct: number | null
  readonly mde_pct: number | null
  readonly verdict: Verdict
}

export interface DecideInput {
  readonly data: PairedData
  readonly metric: string
  readonly goals: Goals
  readonly seed: Seed
  /** All looks of the plan. */
  readonly looks: readonly Look[]
}

/** Decisions of the looks from the first on, each made when asked for. */
export function* decisions(input: DecideInput, reached: number): Generator<Decision> {
  const { data, looks, seed } = input
  const taken = looks.slice(0, reached)
  const sizes = taken.map(({ recorded, spent }) => ({ n: upTo(data, recorded).z.length, spent }))
  const coins = looks.length === 1 ? [] : coinDecisions(data, sizes, seed)
  for (let look = 0; look < reached; look++) {
    // After a crossing the later looks are left out: what has crossed has crossed.
    yield decide(input, look, coins[look] ?? coins.at(-1) ?? null)
  }
}

function decide(
  { data: all, metric, goals, looks }: DecideInput,
  index: number,
  coins: CoinDecision | null,
): Decision {
  const look = looks[index] as Look
  const data = upTo(all, look.recorded)
  const alpha = lookAlpha(look)
  const { result, repeatStart } = groundOf(data, alpha)
  const estimated = result.status === 'estimated' ? result : null
  const rejected =
    estimated !== null && (repeatStart || coins === null ? estimated.p <= alpha : coins.rejected)
  const scale = data.z.length === 0 ? null : blindScale(data.z)
  const found = {
    n: result.n,
    estimate_pct: estimated && percent(estimated.theta),
    low_pct: estimated && bounded(estimated.low),
    high_pct: estimated && bounded(estimated.high),
    rejected,
    mde_pct: scale === null ? null : detectable_pct(scale, data.z.length),
  }
  const roundsNeeded = scale === null ? null : roundsMissing(scale, goals, data.z.length)
  return {
    metric,
    recorded: look.recorded,
    ...found,
    look: index + 1,
    looks: looks.length,
    planned: looks.at(-1)?.recorded ?? 0,
    alpha,
    p: estimated?.p ?? null,
    coins,
    repeatStart,
    scale_pct: scale === null ? null : percent(scale),
    verdict: judge({ ...found, roundsNeeded }, goals.margin_pct),
  }
}

/** All rounds, unless carry-over biases them: then those that start with the arm the round before ended with. */
function groundOf(
  data: PairedData,
  alpha: number,
): { readonly result: Crossover; readonly repeatStart: boolean } {
  const carried = carryOver(data, data.last, alpha)
  if (carried !== null && carried.p < carryOverAlpha && carried.repeatStart.status === 'estimated') {
    return { result: carried.repeatStart, repeatStart: true }
  }
  return { result: crossover(data, alpha), repeatStart: false }
}

/** Where a plan made now would have run out already: as many again. */
function roundsMissing(scale: number, goals: Goals, n: number): number {
  const planned = plannedRounds(scale, goals, Number.MAX_SAFE_INTEGER)
  return planned > n ? planned - n : n
}

function bounded(logRatio: number): number | null {
  return Number.isFinite(logRatio) ? percent(logRatio) : null
}
