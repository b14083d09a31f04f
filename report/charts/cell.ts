import type { Metric, MetricComparison, Run, RunAnalysis } from '../../src/index.ts'
import type { Chart, ChartInput, Figure } from '../chart.ts'
import { change, duration } from '../format.ts'
import { changeText, chosenMetric, intervalText, labelOf } from '../wording.ts'
import { changesPanel } from './cell-changes.ts'
import { armSummaries, barMetrics, timesPanel } from './cell-times.ts'

/** The main picture of a run: its times beside each other, and what the change is. */
export const cell: Chart = {
  name: 'cell',
  summary: 'times of the arms with their intervals, and the change between them',
  named: true,
  perMetric: false,
  applies: ({ analysis }) => analysis.metrics.length > 0,
  fileName: ({ target, plan }) => `${target.architecture}-${plan.mode}`,
  figure,
}

function figure(input: ChartInput): Figure {
  const { run, analysis, reference } = input
  const bars = barMetrics(input)
  const chosen = chosenMetric(run, analysis)
  // The declared metrics are among the changes even where they have no bar: CPU time stands beside no time that passes.
  const changes = analysis.metrics.filter(
    metric => bars.includes(metric) || metric.primary || metric === chosen,
  )
  return {
    heading: 'Times and their change',
    // Two lines of text a row in the panel of changes, and its axis.
    height: Math.max(440, 80 + 36 * (changes.length + (reference === null ? 0 : 1))),
    panels: [timesPanel(input, bars), changesPanel(analysis.comparisons[0]!, input, changes)],
    notes: [fewRoundsLine(analysis, bars), latencyLine(run, analysis), referenceLine(reference)].filter(
      text => text !== null,
    ),
    words: words(input, changes),
    table: {
      columns: ['', ...run.arms.map(({ label }) => label), 'change'],
      rows: changes.map(metric => [
        metric.label,
        ...armSummaries(analysis, metric).map(({ median }) => intervalText(median, metric.unit)),
        changeText(firstChange(analysis, metric)),
      ]),
    },
  }
}

function words({ run, analysis }: ChartInput, metrics: readonly Metric[]): string {
  const parts = metrics.map(metric => {
    const times = armSummaries(analysis, metric).map(
      ({ arm, median: { value } }) =>
        `${labelOf(run, arm)} ${value === null ? 'n/a' : duration(value, metric.unit)}`,
    )
    return `${metric.label}: ${times.join(', ')}, ${changeText(firstChange(analysis, metric))}`
  })
  return `Bars of median times and of the change, with 95 % intervals. ${parts.join('; ')}.`
}

function firstChange({ metrics, comparisons }: RunAnalysis, metric: Metric) {
  return comparisons[0]!.metrics[metrics.indexOf(metric)]!.change
}

function fewRoundsLine(analysis: RunAnalysis, metrics: readonly Metric[]): string | null {
  const missing = metrics.some(metric =>
    armSummaries(analysis, metric).some(({ median: { value, low } }) => value !== null && low === null),
  )
  return missing ? 'Bars without a whisker: too few rounds for an interval.' : null
}

/** Parallel: what some programs call the total is this sum, which is not the time that passed. */
function latencyLine(run: Run, { comparisons, metrics }: RunAnalysis): string | null {
  const rowOf = (wanted: string): MetricComparison | undefined =>
    comparisons[0]!.metrics[metrics.findIndex(({ name }) => name === wanted)]
  const sums = rowOf('sum_latency')
  if (sums !== undefined) {
    const parts = sums.arms.map(({ arm, median }) => `${labelOf(run, arm)} ${intervalText(median, 'ns')}`)
    return `Sum of the ${run.plan.containers} containers’ own latencies (not the time that passed): ${parts.join(' · ')}`
  }
  const wall = rowOf('wall')
  if (wall === undefined) return null
  const parts = wall.arms.flatMap(({ arm, total }) =>
    total === null
      ? []
      : `${labelOf(run, arm)} ${intervalText({ value: total.value, low: total.low, high: total.high }, 'ns')}`,
  )
  return parts.length === 0
    ? null
    : `All ${wall.n} creations together: ${parts.join(' · ')} (bootstrap intervals)`
}

function referenceLine(reference: ChartInput['reference']): string | null {
  if (reference === null) return null
  const { before_s, after_s, stated_pct, containers, conflict } = reference
  const text = `Published (iSulad, 2021): ${containers} containers ${before_s} s → ${after_s} s, ${change(stated_pct)}, no spread given; its time is a whole engine’s, ours is what the bars show`
  return conflict === undefined ? text : `${text}; ${conflict}`
}
