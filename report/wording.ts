import {
  type Change,
  isCopy,
  type Metric,
  metricsOf,
  type QuantileInterval,
  type Run,
  type RunAnalysis,
  verdictText,
} from '../src/index.ts'
import type { ChartInput } from './chart.ts'
import { change, duration, minute, signed } from './format.ts'

/** What every picture and page says of a run, in the same words. */
export function title({ plan, target, arms }: Run): string {
  const writers = writerNames(arms)
  const amount =
    plan.mode === 'sequential'
      ? 'containers created one after another'
      : `${plan.containers} containers created at once`
  return `${target.architecture}, ${writers}: ${amount}`
}

export function writerNames(arms: Run['arms']): string {
  return [...new Set(arms.map(arm => arm.version || arm.writer))].join(', ')
}

/** `FASTER: −18.70 % [−19.31 %, −18.08 %] (95 %, 500 rounds); …` with the arms' names before it. */
export function verdictSentence(run: Run, { verdict, metrics, calibration }: RunAnalysis): string {
  const [baseline, candidate] = run.arms.map(arm => arm.label)
  const metric = metrics.find(({ name }) => name === run.plan.metric)?.label ?? run.plan.metric
  const claims = verdict.verdict === 'FASTER' || verdict.verdict === 'SLOWER'
  const mark = claims && calibration === 'unverified' ? '; UNVERIFIED (no A/A calibration here)' : ''
  return `${candidate} against ${baseline}, ${metric}: ${verdictText(verdict)}${mark}`
}

/** How many, of what, where: one line. */
export function amountLine(run: Run, { decision, failures }: RunAnalysis): string {
  const { plan, target } = run
  const each =
    plan.mode === 'sequential' ? 'one creation of each arm' : `one batch of ${plan.containers} of each arm`
  const failed = failures.reduce((sum, arm) => sum + arm.failed, 0)
  const where = target.native ? `native on ${target.architecture}` : `written on ${target.writtenOn}`
  return `${where} · ${decision.recorded} rounds, ${each} in random order · ${failed === 0 ? 'no failures' : `${failed} failed, in no time`}`
}

export function originLines(run: Run): string[] {
  const { host, arms, plan, target } = run
  const profiles = [
    ...new Set(arms.map(({ profile }) => `${profile.name} (sha256 ${profile.sha256.slice(0, 8)})`)),
  ]
  const sizes = arms.map(arm => `${arm.label} ${arm.architectures} architectures, ${arm.bytes} bytes`)
  return [
    `Profile ${profiles.join(', ')} · ${sizes.join(' · ')}`,
    `Host ${host.cpu ?? 'unknown CPU'}, ${host.cores} cores${plan.pinnedCpu === null ? '' : ` (pinned to CPU ${plan.pinnedCpu})`}, Linux ${host.kernel}${target.native ? '' : `, written on ${target.writtenOn}`}, cgroups ${host.cgroups}, Node ${host.node}${host.libseccomp === null ? '' : `, libseccomp ${host.libseccomp}`}`,
    `${minute(run.created)} UTC · scenario ${plan.scenario} · seed ${run.seed} · seccomp-bench ${run.version}${run.commit === null ? '' : ` (${run.commit})`}`,
  ]
}

/** `−0.78 % [−1.00, −0.57]`; ends without a bound are infinite. */
export function changeText(value: Change): string {
  if (value.status === 'insufficient') return `n/a (${value.reason})`
  const { estimate_pct, low_pct, high_pct } = value
  return `${change(estimate_pct)} [${low_pct === null ? '−∞' : signed(low_pct)}, ${high_pct === null ? '+∞' : signed(high_pct)}]`
}

/** `1.23 ms [1.20 ms, 1.25 ms]`, `n/a` without a value. */
export function intervalText(
  { value, low, high }: Pick<QuantileInterval, 'value' | 'low' | 'high'>,
  unit: Metric['unit'],
): string {
  if (value === null) return 'n/a'
  const bounds = low === null || high === null ? '' : ` [${duration(low, unit)}, ${duration(high, unit)}]`
  return `${duration(value, unit)}${bounds}`
}

export function labelOf({ arms }: Run, id: string): string {
  return arms.find(arm => arm.id === id)?.label ?? id
}

/** The arms' labels in lines of a word, where axes have room for them; else their letters, which `keyLine` explains. */
export function axisLabels({ arms }: Run): readonly (string | readonly string[])[] {
  if (!areShort(arms)) return arms.map(({ id }) => id)
  return arms.map(({ label }) => (label.includes(' ') ? label.split(' ') : label))
}

/** `host-arch against full-arch`; letters where the labels are too long for a panel's title. */
export function pairTitle(run: Run, candidate: string, baseline: string): string {
  const [one, other] = [labelOf(run, candidate), labelOf(run, baseline)]
  return areShort(run.arms) || one.length + other.length <= 40
    ? `${one} against ${other}`
    : `${candidate} against ${baseline}`
}

/** `A: … · B: …`; `null`: the labels themselves are on the axes. */
export function keyLine({ arms }: Run): string | null {
  return areShort(arms) ? null : arms.map(({ id, label }) => `${id}: ${label}`).join(' · ')
}

function areShort(arms: Run['arms']): boolean {
  return arms.length <= 3 && arms.every(({ label }) => /^\S{1,12}(?: \S{1,12})?$/.test(label))
}

/** The metric that the run's verdict is about; of a run in which nothing was measured, as it is defined. */
export function chosenMetric({ plan }: Run, { metrics }: RunAnalysis): Metric {
  return (
    metrics.find(({ name }) => name === plan.metric) ??
    metrics.at(-1) ??
    metricsOf(plan.mode).find(({ primary }) => primary)!
  )
}

/** What must be said beside the numbers: failures, what was left out, what the machine did. */
export function noteLines({ run, analysis }: ChartInput): readonly string[] {
  const failed = analysis.failures.map(
    ({ arm, failed, created, example }) =>
      `${labelOf(run, arm)}: ${failed} of ${failed + created} failed${example === null ? '' : ` (${example})`}`,
  )
  const declared = declaredLine(run, analysis)
  return [
    ...[keyLine(run), declared].filter(line => line !== null),
    `${failed.join(', ')}; failures are in no time`,
    ...adaptationLines(run),
    ...run.arms.flatMap(({ label, equivalence }) =>
      (equivalence?.lines ?? []).map(text => `${label}: ${text}`),
    ),
    ...analysis.warnings.map(text => `noise: ${text}`),
    ...resumedLines(run),
    ...(run.status === 'interrupted' ? ['interrupted: what was measured until then is here'] : []),
  ]
}

/** Rounds before and after may have met another state of the machine; the arms of each round did not. */
export function resumedLines({ resumed }: Run): readonly string[] {
  return resumed.map(
    ({ round, at }) =>
      `cut off and gone on with from round ${round + 1} at ${minute(at)} UTC: a pause lies between the rounds, none inside of one`,
  )
}

/** What an arm was measured without, and what its converter noticed. */
export function adaptationLines({ arms }: Run): readonly string[] {
  const texts = new Set(arms.flatMap(({ adaptations, warnings }) => [...adaptations, ...warnings]))
  return [...texts].map(text => {
    const about = arms.filter(arm => [...arm.adaptations, ...arm.warnings].includes(text))
    return `${about.map(({ label }) => label).join(', ')}: ${text}`
  })
}

/**
 * The metrics that were declared beforehand, with their p values adjusted (Holm) over all of them and all candidates;
 * `null` where none could be tested.
 */
export function declaredLine(run: Run, { comparisons, metrics }: RunAnalysis): string | null {
  const tests = comparisons
    .filter(comparison => !isCopy(comparison))
    .flatMap(({ candidate, metrics: rows }) => rows.map((row, index) => ({ candidate, row, index })))
    .filter(({ row }) => row.p_holm !== null)
  if (tests.length === 0) return null
  const each = tests.map(({ candidate, row, index }) => {
    const who = run.arms.length > 2 ? `${labelOf(run, candidate)}, ` : ''
    return `${who}${metrics[index]!.label} ${pText(row.p_holm!)}${row.differs ? ' (differs)' : ''}`
  })
  return `declared metrics, p after Holm over ${tests.length}: ${each.join('; ')}`
}

function pText(p: number): string {
  return p < 0.001 ? 'p < 0.001' : `p = ${p.toFixed(3)}`
}

/** What a table of a run has beside the medians: each further arm against the first. */
export function changeColumns(
  run: Run,
  { comparisons }: RunAnalysis,
): readonly { readonly head: string; readonly cells: readonly string[] }[] {
  return comparisons.map(({ baseline, candidate, metrics }) => ({
    head:
      comparisons.length === 1 ? 'change' : `${labelOf(run, candidate)} against ${labelOf(run, baseline)}`,
    cells: metrics.map(row => changeText(row.change)),
  }))
}
