import { logRatio } from '../analyse/percent.ts'
import { judge, verdictText } from '../analyse/verdict.ts'
import type { Run } from '../model.ts'
import type { Baseline, BaselineSession } from './baseline.ts'
import type { Check } from './check.ts'
import { compareCounts } from './counts.ts'
import { type MeasuredChange, ratioOfRatios } from './ratio-of-ratios.ts'
import { findSession, sessionOf } from './session.ts'
import { isFine, isWorse } from './worse.ts'

/**
 * A run against the baseline of its own cell and kind of machine: exact counts of its arms, and for each primary
 * metric today's ratio of the arms over the baseline's. Worse is what is clearly worse and may exceed the margin; fine
 * is what clearly does not exceed it; anything else is not known.
 */
export function compareRun(baseline: Baseline, run: Run, margin_pct: number): Check[] {
  const suite = `time: ${run.target.architecture} ${run.plan.mode} ${run.arms[0]!.writer}`
  const now = sessionOf(run)
  const cannotTell = (text: string, hint: string): Check[] => [
    { suite, name: run.id, status: 'unknown', text, hint },
  ]
  if ('unfit' in now) return cannotTell(`the run is unfit: ${now.unfit}`, 'measure again')
  const match = findSession(baseline, now.session)
  if ('apart' in match) {
    return cannotTell(
      `incomparable with the baseline: ${match.apart.join('; ')}`,
      'a baseline of this machine and cell is added with --update',
    )
  }
  return [
    ...compareCounts(suite, match.found.arms, now.session.arms),
    ...compareTimes(suite, match.found, now.session, margin_pct),
  ]
}

function compareTimes(
  suite: string,
  before: BaselineSession,
  now: BaselineSession,
  margin_pct: number,
): Check[] {
  const known = new Map(before.changes.map(change => [change.metric, change]))
  const comparable = now.changes.filter(({ metric }) => known.has(metric)).length
  return now.changes.map(change => {
    const earlier = known.get(change.metric)
    if (earlier !== undefined) return compareTime(suite, earlier, change, comparable, margin_pct)
    return {
      suite,
      name: change.metric,
      status: 'unknown',
      text: 'not in the baseline',
      hint: 'it is added with --update',
    }
  })
}

type Measured = BaselineSession['changes'][number]

function compareTime(
  suite: string,
  before: Measured,
  now: Measured,
  comparisons: number,
  margin_pct: number,
): Check {
  const change = ratioOfRatios(now, before, comparisons)
  const [low, high] = [change.low_pct ?? -Infinity, change.high_pct ?? Infinity]
  const verdict = judge(
    { n: now.n, ...change, rejected: low > 0 || high < 0, mde_pct: null, roundsNeeded: null },
    margin_pct,
  )
  const status = isWorse(verdict, margin_pct)
    ? 'regressed'
    : isFine(verdict, margin_pct)
      ? 'passed'
      : 'unknown'
  return {
    suite,
    name: now.metric,
    status,
    text: `${verdictText(verdict)}; ratio of the arms ${ratio(now)}, in the baseline ${ratio(before)}; margin ${margin_pct} %`,
    ...(status === 'unknown' && { hint: moreRounds(before, now, margin_pct) }),
  }
}

function ratio({ estimate_pct }: MeasuredChange): string {
  return (1 + estimate_pct / 100).toFixed(4)
}

/** Intervals shrink with the square root of the rounds; half the margin is taken, so that chance may take the rest. */
function moreRounds(before: Measured, now: Measured, margin_pct: number): string {
  const wanted = logRatio(margin_pct) / 2
  const needed = ({ n, ...change }: Measured) => Math.ceil(n * (halfWidth(change) / wanted) ** 2)
  const [nowNeeded, beforeNeeded] = [needed(now), needed(before)]
  if (!Number.isFinite(nowNeeded + beforeNeeded)) return 'more rounds are needed for an interval'
  if (beforeNeeded > before.n * 2)
    return `the baseline itself is too coarse: measure one of about ${beforeNeeded} rounds`
  return `measure about ${Math.max(nowNeeded, now.n + 1)} rounds, or allow a wider --margin`
}

function halfWidth({ low_pct, high_pct }: MeasuredChange): number {
  if (low_pct === null || high_pct === null) return Infinity
  return (logRatio(high_pct) - logRatio(low_pct)) / 2
}
