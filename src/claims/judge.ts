/** A published pair of times beside a run of ours: what can honestly be said of the two together. */
import { analyseRun } from '../analyse/analyse-run.ts'
import type { MetricComparison } from '../analyse/comparison.ts'
import { logRatio, percent } from '../analyse/percent.ts'
import { roundsToDetect } from '../analyse/plan.ts'
import type { Run } from '../model.ts'
import type { Claim } from './published.ts'

/**
 * Of one claim and one run.
 * - `beside`: the run measured another thing (`reasons`): shown, never judged.
 * - `unresolved`: our own interval is too wide to tell the claim from no change.
 * - `contradicted`: our 95 % interval and the claim's do not meet, and the claim is the larger one or has the other
 *   sign. This requires a native run of the same mode, number of containers, converters and runtime (LXC, which lcr
 *   drives) that is fit for a verdict.
 * - `not resolvable`: the claim's own interval holds no change, so that what was published cannot support the claim; or
 *   the claim is clearly smaller than ours, as it would be in an engine whose own work, which it does not tell, comes on
 *   top of LXC's.
 * - `consistent`: the intervals meet, and what was published can support the claim.
 */
export type ClaimStatus = 'consistent' | 'contradicted' | 'not resolvable' | 'unresolved' | 'beside'

export interface ClaimJudgement {
  readonly claim: Claim
  readonly run: string
  readonly seed: string
  readonly status: ClaimStatus
  /** Why it is no more than that, one line each. */
  readonly reasons: readonly string[]
  readonly metric: string
  readonly ours: OurChange | null
  /** The published change with the noise that one such measurement has here; `null` without a noise of ours. */
  readonly claimed: { readonly low_pct: number; readonly high_pct: number } | null
  /** Rounds of one creation (or one batch) of each arm for 90 % power at the published change, at our noise. */
  readonly roundsNeeded: number | null
}

export interface OurChange {
  readonly n: number
  readonly estimate_pct: number
  readonly low_pct: number | null
  readonly high_pct: number | null
  /** Blind standard deviation of one round's ratio. */
  readonly noise_pct: number
}

export function judgeClaim(claim: Claim, run: Run): ClaimJudgement {
  const analysis = analyseRun(run, { bootstrap: false })
  const metric = claim.mode === 'sequential' ? 'wall' : 'makespan'
  const row = analysis.comparisons[0]?.metrics.find(comparison => comparison.metric === metric)
  const ours = row === undefined ? null : changeOf(row)
  const claimed = ours === null ? null : claimedInterval(claim, logRatio(ours.noise_pct))
  const invalid =
    analysis.verdict.verdict === 'INVALID' ? [`the run is unfit: ${analysis.verdict.reason}`] : []
  const reasons = [...whyBeside(claim, run), ...invalid]
  return {
    claim,
    run: run.id,
    seed: run.seed,
    ...(reasons.length > 0 ? { status: 'beside', reasons } : statusOf(claim, ours, claimed)),
    metric,
    ours,
    claimed,
    roundsNeeded: ours === null ? null : roundsToDetect(logRatio(ours.noise_pct), claim.change_pct),
  }
}

/** Is this run of the claim's architecture and mode at all? */
export function isAbout(claim: Claim, run: Run): boolean {
  return claim.architecture === run.target.architecture && claim.mode === run.plan.mode
}

/** The published engine drives LXC: where no container or another runtime starts, another thing was timed. */
function whyBeside({ containers, mode }: Claim, { plan, target, arms }: Run): string[] {
  const [baseline, candidate] = arms
  const reasons: string[] = []
  if (baseline?.converter !== 'full-arch' || candidate?.converter !== 'host-arch') {
    reasons.push(
      `the arms are ${baseline?.converter} and ${candidate?.converter}, not full-arch and host-arch`,
    )
  }
  const writer = baseline?.writer === candidate?.writer ? baseline?.writer : 'of two kinds'
  if (writer !== 'lxc')
    reasons.push(`the writer is ${writer}: the published times are of containers that LXC starts`)
  if (!target.native) reasons.push(`written on ${target.writtenOn}, not on ${target.architecture}`)
  if (mode === 'parallel' && plan.containers !== containers) {
    reasons.push(`a batch has ${plan.containers} containers, not ${containers}`)
  }
  return reasons
}

function changeOf({ change, scale_pct }: MetricComparison): OurChange | null {
  if (change.status !== 'estimated' || scale_pct === null || scale_pct <= 0) return null
  const { n, estimate_pct, low_pct, high_pct } = change
  return { n, estimate_pct, low_pct, high_pct, noise_pct: scale_pct }
}

/**
 * The claim ± 1.96 standard errors. Nothing about its spread was published, so the best case is taken: one measurement
 * of each time, with our noise (one round's s: s/√N for N creations one after another, s for one batch) and no drift
 * between the two, which blocks of one arm after the other would have had.
 */
function claimedInterval(claim: Claim, scale: number): { low_pct: number; high_pct: number } {
  const pairs = claim.mode === 'sequential' ? claim.containers : 1
  const half = (1.96 * scale) / Math.sqrt(pairs)
  const centre = logRatio(claim.change_pct)
  return { low_pct: percent(centre - half), high_pct: percent(centre + half) }
}

function statusOf(
  claim: Claim,
  ours: OurChange | null,
  claimed: ClaimJudgement['claimed'],
): Pick<ClaimJudgement, 'status' | 'reasons'> {
  if (ours === null || claimed === null) return { status: 'unresolved', reasons: ['too few rounds'] }
  const low = ours.low_pct ?? -Infinity
  const high = ours.high_pct ?? Infinity
  const sameSign = Math.sign(ours.estimate_pct) === Math.sign(claim.change_pct)
  if (low > claimed.high_pct || high < claimed.low_pct) {
    if (!sameSign || Math.abs(claim.change_pct) > Math.abs(ours.estimate_pct))
      return { status: 'contradicted', reasons: [] }
    return {
      status: 'not resolvable',
      reasons: ['smaller than ours, and the engine’s own share is not told'],
    }
  }
  if (claimed.low_pct <= 0 && claimed.high_pct >= 0) {
    return {
      status: 'not resolvable',
      reasons: ['one measurement of each time cannot tell it from no change'],
    }
  }
  const holdsBoth = low <= Math.min(0, claim.change_pct) && high >= Math.max(0, claim.change_pct)
  return holdsBoth
    ? { status: 'unresolved', reasons: ['our interval holds both the claim and no change'] }
    : { status: 'consistent', reasons: [] }
}
