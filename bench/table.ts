import { styleText } from 'node:util'
import { change, duration, signed } from '../report/format.ts'
import { declaredLine, resumedLines } from '../report/wording.ts'
import {
  analyseRun,
  type Change,
  isCopy,
  type Metric,
  type MetricComparison,
  oneLine,
  type QuantileInterval,
  type Run,
  type RunAnalysis,
  verdictText,
} from '../src/index.ts'
import { sharperAdvice } from './advice.ts'
import { fittingTable, tableWidth } from './fitting-table.ts'

export interface TextOptions {
  readonly colours: boolean
  /** Width of the terminal; absent: no limit. */
  readonly columns?: number | undefined
}

/** A run as people read it: the verdict first, then the numbers with their intervals, then what is missing. */
export function resultText(
  measured: Run,
  { colours, columns = Number.POSITIVE_INFINITY }: TextOptions,
): string {
  const paint = painter(colours)
  const analysis = harmless(analyseRun(measured))
  const run = { ...harmless({ ...measured, trials: [], noise: [] }), trials: measured.trials }
  const [comparison, ...others] = analysis.comparisons
  const lines = ['', ...headingLines(run, paint), ...verdictLines(run, analysis, paint)]
  lines.push(fitting(columns, isWhole => comparisonTable(run, comparison!, analysis.metrics, paint, isWhole)))
  lines.push(...totalLines(run, comparison!, analysis.metrics))
  lines.push(...detailLines(comparison!.metrics.find(({ metric }) => metric === run.plan.metric)))
  for (const other of others) lines.push(otherLine(run, other))
  const declared = declaredLine(run, analysis)
  if (declared !== null) lines.push(declared)
  lines.push(...failureLines(run, analysis.failures, paint), ...noteLines(run, analysis, paint), '')
  return lines.map(line => `${line}\n`).join('')
}

/** A stored run may come from anywhere: none of its texts can steer the terminal that they are printed on. */
function harmless<T>(value: T): T {
  if (typeof value === 'string') return oneLine(value) as T
  if (Array.isArray(value)) return value.map(harmless) as T
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, harmless(part)])) as T
}

type Comparison = RunAnalysis['comparisons'][number]

interface Paint {
  readonly strong: (text: string) => string
  readonly warn: (text: string) => string
}

function painter(colours: boolean): Paint {
  if (!colours) return { strong: text => text, warn: text => text }
  return { strong: text => styleText('bold', text), warn: text => styleText('yellow', text) }
}

function headingLines({ plan, target, arms, seed, status, ended, host }: Run, { strong }: Paint): string[] {
  const writers = [...new Set(arms.map(arm => arm.version || arm.writer))].join(', ')
  const profiles = [
    ...new Set(arms.map(({ profile }) => `${profile.name} (sha256 ${profile.sha256.slice(0, 8)})`)),
  ]
  const amount =
    plan.mode === 'sequential'
      ? 'one after another, a round is one creation per arm'
      : `${plan.concurrency} at once, a round is one batch of ${plan.containers} containers per arm`
  const where = target.native
    ? `${target.architecture}, native`
    : `${target.architecture}, written on ${target.writtenOn}`
  const cut = status === 'interrupted' ? ' (interrupted)' : ended === 'budget' ? ' (ended by its budget)' : ''
  return [
    strong(`${writers}: ${amount}${cut}`),
    `${where}; profile ${profiles.join(', ')}; ${host.cpu ?? 'unknown CPU'}, ${host.cores} cores${plan.pinnedCpu === null ? '' : `, pinned to CPU ${plan.pinnedCpu}`}; seed ${seed}`,
  ]
}

function verdictLines(
  run: Run,
  { verdict, calibration, decision, metrics }: RunAnalysis,
  { strong }: Paint,
): string[] {
  const [baseline, candidate] = run.arms.map(arm => arm.label)
  const metric = metrics.find(({ name }) => name === run.plan.metric)?.label ?? run.plan.metric
  const looks = decision.looks > 1 ? `; look ${decision.look} of ${decision.looks}` : ''
  const claims = verdict.verdict === 'FASTER' || verdict.verdict === 'SLOWER'
  const unverified = claims && calibration === 'unverified'
  const advice = sharperAdvice(run)
  return [
    strong(`${candidate} against ${baseline}, ${metric}: ${verdictText(verdict)}${looks}`),
    ...(unverified
      ? ['UNVERIFIED: this host and writer have no A/A calibration; `seccomp-bench aa` makes one']
      : []),
    ...(verdict.verdict === 'INCONCLUSIVE' && advice !== null ? [advice] : []),
    'below: median [95 % interval]; the change is the median ratio of paired rounds in random order',
  ]
}

/** The whole table, or where the terminal is too narrow for it one without the arms' own intervals. */
function fitting(columns: number, table: (isWhole: boolean) => string): string {
  const whole = table(true)
  const width = tableWidth(whole)
  if (width <= columns) return whole
  return `${table(false)}\n(the arms’ own intervals need ${width} columns)`
}

function comparisonTable(
  run: Run,
  comparison: Comparison,
  metrics: readonly Metric[],
  { strong }: Paint,
  isWhole: boolean,
): string {
  const [baseline, candidate] = [comparison.baseline, comparison.candidate].map(id => label(run, id))
  const head = ['', `${baseline}`, `${candidate}`, `${candidate} against ${baseline}`].map(strong)
  const rows = comparison.metrics.map((row, index) => {
    const metric = metrics[index]!
    return [
      metric.primary ? strong(metric.label) : metric.label,
      ...row.arms.map(({ median }) => medianCell(metric, isWhole ? median : { ...median, low: null })),
      changeCell(row.change, strong),
    ]
  })
  return fittingTable({ head, rows, textColumns: 1 })
}

function medianCell(metric: Metric, { value, low, high }: QuantileInterval): string {
  if (value === null) return 'n/a'
  if (low === null || high === null) return duration(value, metric.unit)
  return `${duration(value, metric.unit)} [${duration(low, metric.unit)}, ${duration(high, metric.unit)}]`
}

function changeCell(value: Change, strong: Paint['strong']): string {
  if (value.status === 'insufficient') return 'too few rounds'
  const text = `${change(value.estimate_pct)} ${bounds(value.low_pct, value.high_pct)}`
  const clear = value.low_pct !== null && value.high_pct !== null && value.low_pct * value.high_pct > 0
  return clear ? strong(text) : text
}

/** The published table gives the time of 500 creations together: so does this, with an interval. */
function totalLines(run: Run, { metrics }: Comparison, defined: readonly Metric[]): string[] {
  if (run.plan.mode !== 'sequential') return []
  const wall = metrics[defined.findIndex(({ name }) => name === 'wall')]
  if (wall === undefined || wall.totalChange === null) return []
  const arms = wall.arms.map(({ arm, total }) =>
    total === null
      ? `${label(run, arm)} n/a`
      : `${label(run, arm)} ${duration(total.value, 'ns')} [${duration(total.low, 'ns')}, ${duration(total.high, 'ns')}]`,
  )
  const { estimate_pct, low_pct, high_pct } = wall.totalChange
  return [
    `${wall.n} creations together: ${arms.join(', ')}; ${change(estimate_pct)} ${bounds(low_pct, high_pct)} (bootstrap)`,
  ]
}

/** What could make the verdict's number misleading. */
function detailLines(row: MetricComparison | undefined): string[] {
  if (row === undefined) return []
  const { mean, slotEffect_pct, carryOver, tails, orders } = row
  const parts = [
    `${orders.baselineFirst} rounds began with the baseline, ${orders.candidateFirst} with the candidate`,
  ]
  if (mean !== null)
    parts.push(`mean ${change(mean.estimate_pct)} ${bounds(mean.low_pct, mean.high_pct)} (approximate)`)
  if (slotEffect_pct !== null) parts.push(`running second costs ${change(slotEffect_pct)} (removed)`)
  if (carryOver !== null) {
    const { estimate_pct, low_pct, high_pct, significant } = carryOver
    const used = significant ? '; only rounds that repeat the arm before are used' : ''
    parts.push(`carry-over ${change(estimate_pct)} ${bounds(low_pct, high_pct)}${used}`)
  }
  const lines = [parts.join('; ')]
  if (tails?.flagged) lines.push(`TAIL: ${tails.reasons.join('; ')}`)
  if (row.quartersDisagree)
    lines.push('the quarters of the run disagree about the direction: see analyse --json')
  return lines
}

function otherLine(run: Run, comparison: Comparison): string {
  const row = comparison.metrics.find(({ metric }) => metric === run.plan.metric)
  const what = isCopy(comparison) ? 'noise floor, ' : ''
  const text = row === undefined ? 'n/a' : changeCell(row.change, plain => plain)
  return `${what}${label(run, comparison.candidate)} against ${label(run, comparison.baseline)}: ${text}`
}

function failureLines(run: Run, failures: RunAnalysis['failures'], { warn }: Paint): string[] {
  const counts = failures.map(
    ({ arm, failed, created }) => `${label(run, arm)} ${failed} of ${failed + created}`,
  )
  const examples = failures.flatMap(({ arm, example }) =>
    example === null ? [] : [warn(`  ${label(run, arm)}: ${example}`)],
  )
  return [`failures: ${counts.join(', ')}; not in any time`, ...examples]
}

function noteLines(run: Run, { warnings }: RunAnalysis, { warn }: Paint): string[] {
  return [
    ...run.arms.flatMap(arm => [
      `${arm.label}: ${arm.architectures} architectures, ${arm.rules} rules, ${arm.bytes} bytes in ${arm.files} file${arm.files === 1 ? '' : 's'}`,
      ...equivalenceLines(arm).map(line => `  ${line}`),
      ...arm.adaptations.map(line => warn(`  ${line}`)),
      ...arm.warnings.map(line => warn(`  ${line}`)),
    ]),
    ...warnings.map(line => warn(`noise: ${line}`)),
    ...resumedLines(run).map(warn),
  ]
}

function equivalenceLines({ equivalence }: Run['arms'][number]): readonly string[] {
  return equivalence === null ? [] : equivalence.lines
}

function bounds(low_pct: number | null, high_pct: number | null): string {
  return `[${low_pct === null ? '−∞' : signed(low_pct)}, ${high_pct === null ? '+∞' : signed(high_pct)}]`
}

function label(run: Run, id: string): string {
  return run.arms.find(arm => arm.id === id)?.label ?? id
}
