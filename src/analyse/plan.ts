/** How many rounds: from a scale that looks at no label, so that planning on the data costs no false alarms. */
import { normalQuantile } from './normal.ts'
import { median } from './order.ts'
import { logRatio, percent } from './percent.ts'

/** Rounds before the first plan; no verdict comes earlier. */
export const pilotRounds = 20

/** Efficiency of the rank estimate against the mean at normal noise: 3/π. */
const efficiency = 0.955
/** Rounds that small samples and discreteness cost. */
const smallSample = 3
/** What up to five looks cost in rounds (Wang–Tsiatis Δ = ¼). */
const lookInflation = 1.07

/**
 * Scale of z = ln(slot 2 / slot 1) without looking at who ran where: 1.4826 · median |z − median z|, the standard
 * deviation of normal noise. Blinded re-estimation keeps the level of a permutation test (Kieser & Friede 2003).
 */
export function blindScale(z: ArrayLike<number>): number {
  const centre = median(z)
  return 1.4826 * median(Float64Array.from(z, value => Math.abs(value - centre)))
}

/** Rounds for 90 % power at a true change of `effect_pct`, two-sided 5 %, one analysis at the end. */
export function roundsToDetect(scale: number, effect_pct: number): number {
  return rounds(power(0.9), scale, effect_pct)
}

/** Rounds until a 95 % interval around no change lies inside ± `margin_pct`, with 95 % probability for each end. */
export function roundsToExclude(scale: number, margin_pct: number): number {
  return rounds(power(0.95), scale, margin_pct)
}

/** The change (%) that n rounds find with 90 % probability; `null` below five rounds. */
export function detectable_pct(scale: number, n: number): number | null {
  return n < smallSample + 2
    ? null
    : percent((power(0.9) * scale) / Math.sqrt(efficiency * (n - smallSample)))
}

export interface Goals {
  /** The smallest change worth finding, % (default 1). */
  readonly mde_pct: number
  /** Changes below this count as none, % (default 1). */
  readonly margin_pct: number
}

/** Rounds of a sequential run: enough for both goals, within [20, `most`]. */
export function plannedRounds(scale: number, goals: Goals, most: number): number {
  const detect = power(0.9) * (scale / logRatio(goals.mde_pct))
  const exclude = power(0.95) * (scale / logRatio(goals.margin_pct))
  const wanted = Math.ceil((lookInflation * Math.max(detect ** 2, exclude ** 2)) / efficiency + smallSample)
  return Math.max(pilotRounds, Math.min(wanted, most))
}

export interface Plan {
  readonly mde_pct: number
  readonly margin_pct: number
  readonly pilotRounds: number
  /** Blind standard deviation of one round's ratio, %. */
  readonly scale_pct: number
  /** Fixed number of rounds for 90 % power at `mde_pct`, and to show that no change exceeds `margin_pct`. */
  readonly roundsToDetect: number
  readonly roundsToExclude: number
  /** Most rounds of a sequential run with these goals. */
  readonly sequentialRounds: number
  /** For `roundsToDetect`, `roundsToExclude` and `sequentialRounds` in that order; seconds. */
  readonly seconds: readonly [number, number, number]
}

/** "How many rounds for 0.6 % here, and how long does that take": from a pilot's z and the seconds of one round. */
export function plan(z: ArrayLike<number>, secondsPerRound: number, goals: Goals): Plan {
  const scale = blindScale(z)
  const detect = Math.max(pilotRounds, roundsToDetect(scale, goals.mde_pct))
  const exclude = Math.max(pilotRounds, roundsToExclude(scale, goals.margin_pct))
  const sequential = plannedRounds(scale, goals, Number.MAX_SAFE_INTEGER)
  return {
    ...goals,
    pilotRounds: z.length,
    scale_pct: percent(scale),
    roundsToDetect: detect,
    roundsToExclude: exclude,
    sequentialRounds: sequential,
    seconds: [detect * secondsPerRound, exclude * secondsPerRound, sequential * secondsPerRound],
  }
}

function rounds(factor: number, scale: number, effect_pct: number): number {
  return Math.ceil((factor * (scale / logRatio(effect_pct))) ** 2 / efficiency + smallSample)
}

/** Sum of the normal quantiles: two-sided 5 % and the wanted power. */
function power(wanted: number): number {
  return normalQuantile(0.975) + normalQuantile(wanted)
}
