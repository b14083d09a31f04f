/** What a comparison may say. There is no "same": lack of evidence is INCONCLUSIVE and says how much is missing. */

export type Verdict =
  | (Claim & {
      readonly verdict: 'FASTER' | 'SLOWER'
      /** The interval's end nearer to no change, as an amount: the change is at least this. */
      readonly atLeast_pct: number
      /** Real, but the whole interval lies inside ± margin. */
      readonly lessThanMargin: boolean
    })
  | (Claim & {
      readonly verdict: 'NO DIFFERENCE'
      /** The interval's end further from no change, rounded up to 0.01 %: no difference larger than this. */
      readonly largerThan_pct: number
    })
  | (Claim & {
      readonly verdict: 'INCONCLUSIVE'
      /** The smallest change this run would have found with 90 % probability. */
      readonly mde_pct: number | null
      /** More rounds until ± margin is resolved, at this run's noise. */
      readonly roundsNeeded: number | null
    })
  | { readonly verdict: 'INVALID'; readonly gate: string; readonly reason: string }

interface Claim {
  readonly n: number
  /** Change of the candidate against the baseline, %; negative: faster. `null`: too few rounds. */
  readonly estimate_pct: number | null
  readonly low_pct: number | null
  readonly high_pct: number | null
}

/** What the verdict rests on: the interval, and the exact decision. */
export interface Evidence {
  readonly n: number
  readonly estimate_pct: number | null
  /** Infinite (`null` in JSON) where the rounds cannot bound it. */
  readonly low_pct: number | null
  readonly high_pct: number | null
  /** The exact sequential test rejected "no difference". */
  readonly rejected: boolean
  readonly mde_pct: number | null
  readonly roundsNeeded: number | null
}

export interface FailedGate {
  readonly gate: string
  readonly reason: string
}

/** A failed gate speaks before whatever the numbers say. */
export function unlessFailed(verdict: Verdict, failed: FailedGate | undefined): Verdict {
  return failed === undefined ? verdict : { verdict: 'INVALID', gate: failed.gate, reason: failed.reason }
}

/**
 * The rule: a clear difference, then a clear absence of one (95 % interval inside ± margin, where
 * two one-sided tests would allow 90 %: Schuirmann 1987), else INCONCLUSIVE.
 */
export function judge(evidence: Evidence, margin_pct: number): Verdict {
  const { n, estimate_pct, low_pct, high_pct } = evidence
  const claim: Claim = { n, estimate_pct, low_pct, high_pct }
  const low = low_pct ?? -Infinity
  const high = high_pct ?? Infinity
  const inside = low > -margin_pct && high < margin_pct
  if (evidence.rejected && (low > 0 || high < 0)) {
    const atLeast_pct = Math.min(Math.abs(low), Math.abs(high))
    return { ...claim, verdict: high < 0 ? 'FASTER' : 'SLOWER', atLeast_pct, lessThanMargin: inside }
  }
  if (inside) {
    return { ...claim, verdict: 'NO DIFFERENCE', largerThan_pct: roundedUp(Math.max(-low, high)) }
  }
  return { ...claim, verdict: 'INCONCLUSIVE', mde_pct: evidence.mde_pct, roundsNeeded: evidence.roundsNeeded }
}

/** One line, with its numbers: `INCONCLUSIVE: [-0.8 %, +1.7 %] (95 %, 40 rounds); …`. */
export function verdictText(verdict: Verdict): string {
  if (verdict.verdict === 'INVALID') return `INVALID: ${verdict.gate}: ${verdict.reason}`
  const interval = `[${signed(verdict.low_pct)}, ${signed(verdict.high_pct)}] (95 %, ${verdict.n} rounds)`
  if (verdict.verdict === 'NO DIFFERENCE') {
    return `NO DIFFERENCE LARGER THAN ${verdict.largerThan_pct.toFixed(2)} %: ${signed(verdict.estimate_pct)} ${interval}`
  }
  if (verdict.verdict === 'INCONCLUSIVE') {
    const mde =
      verdict.mde_pct === null
        ? ''
        : `; this run would have found a change of ${verdict.mde_pct.toFixed(2)} %`
    const more = verdict.roundsNeeded === null ? '' : `; about ${verdict.roundsNeeded} more rounds needed`
    const known = verdict.low_pct !== null || verdict.high_pct !== null
    const few = `${verdict.n} round${verdict.n === 1 ? ' gives' : 's give'} no interval`
    return `INCONCLUSIVE: ${known ? interval : few}${mde}${more}`
  }
  const small = verdict.lessThanMargin ? '; less than the margin' : ''
  const atLeast = `; at least ${verdict.atLeast_pct.toFixed(2)} %`
  return `${verdict.verdict}: ${signed(verdict.estimate_pct)} ${interval}${atLeast}${small}`
}

/** Never below what it rounds; a hair of floating point does not push 0.25 to 0.26. */
function roundedUp(value_pct: number): number {
  return Math.ceil(value_pct * 100 - 1e-9) / 100
}

function signed(value_pct: number | null): string {
  if (value_pct === null || !Number.isFinite(value_pct)) return 'unbounded'
  return `${value_pct < 0 ? '−' : '+'}${Math.abs(value_pct).toFixed(2)} %`
}
