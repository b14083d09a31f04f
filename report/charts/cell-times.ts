import type { Metric, MetricComparison, RunAnalysis } from '../../src/index.ts'
import type { ChartInput, Panel } from '../chart.ts'
import { armColour, ink, paper } from '../colours.ts'
import { rounded, toNs, unitFor } from '../data/values.ts'
import { duration } from '../format.ts'
import { intervalText } from '../wording.ts'
import { amountAxis, broken, categoryAxis, legend } from './axis.ts'

/** Median times of the arms, each bar with its interval. */
export function timesPanel({ run, analysis }: ChartInput, metrics: readonly Metric[]): Panel {
  const rows = metrics.map(metric => armSummaries(analysis, metric))
  const most_ns = Math.max(
    ...rows.flatMap((row, at) =>
      row.map(({ median }) => toNs(median.high ?? median.value ?? 0, metrics[at]!)),
    ),
  )
  const unit = unitFor(most_ns)
  const datasets = run.arms.map((arm, index) => ({
    label: arm.label,
    arm: arm.id,
    backgroundColor: armColour(index),
    errorBarColor: ink,
    errorBarWhiskerColor: ink,
    errorBarLineWidth: 1.5,
    errorBarWhiskerLineWidth: 1.5,
    maxBarThickness: 78,
    data: metrics.map((metric, at) => {
      const { median } = rows[at]![index]!
      if (median.value === null) return { y: null }
      const scaled = (value: number): number => rounded(toNs(value, metric) / unit.ns)
      const { low, high } = median
      return {
        y: scaled(median.value),
        ...(low !== null && high !== null && { yMin: scaled(low), yMax: scaled(high) }),
        text: intervalText(median, metric.unit),
      }
    }),
  }))
  const texts = run.arms.map((_, index) =>
    metrics.map((metric, at) => {
      const { value } = rows[at]![index]!.median
      return value === null ? null : duration(value, metric.unit)
    }),
  )
  const per = run.plan.mode === 'sequential' ? 'per container' : 'per batch'
  return {
    title: 'Time: median of the rounds, whisker = 95 % interval',
    share: 0.53,
    config: {
      type: 'barWithErrorBars',
      data: { labels: metrics.map(({ label }) => broken(label)), datasets },
      options: {
        layout: { padding: { top: 6, right: 6 } },
        scales: {
          y: amountAxis(`median time ${per}, ${unit.name}`, { grace: '12%' }),
          x: categoryAxis(),
        },
        plugins: { legend: legend(), marks: { texts, size: 12, colour: ink, paper } },
      },
    },
  }
}

/** One metric of every arm, in the order of the arms. */
export function armSummaries(
  { metrics, comparisons }: RunAnalysis,
  metric: Metric,
): readonly MetricComparison['arms'][number][] {
  const index = metrics.indexOf(metric)
  const first = comparisons[0]!.metrics[index]!
  return [first.arms[0], ...comparisons.map(comparison => comparison.metrics[index]!.arms[1])]
}

/** What the bars are about: a runtime's create would hide the parts of a spec, so these are one bar then. */
export function barMetrics({ run, analysis }: ChartInput): readonly Metric[] {
  const real = analysis.metrics.some(({ name }) => name === 'create')
  const parallel = run.plan.mode === 'parallel'
  const wanted = real
    ? parallel
      ? ['spec_makespan', 'create_makespan', 'makespan']
      : ['spec', 'create', 'wall', 'cpu']
    : parallel
      ? ['makespan']
      : ['parse', 'convert', 'serialise', 'write', 'wall']
  return analysis.metrics.filter(({ name }) => wanted.includes(name))
}
