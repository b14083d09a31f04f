import { type Metric, metricsOf, type Run } from '../../src/index.ts'
import type { Chart, ChartInput, Figure, Panel } from '../chart.ts'
import { blues, ink } from '../colours.ts'
import { type MeanInterval, meanInterval } from '../data/mean.ts'
import { armValues, rounded, unitFor } from '../data/values.ts'
import { axisLabels, intervalText } from '../wording.ts'
import { amountAxis, categoryAxis, legend } from './axis.ts'

/** What a creation's time is made of. */
export const phases: Chart = {
  name: 'phases',
  summary: 'the phases of a creation on top of each other, means with intervals',
  named: false,
  perMetric: false,
  applies: ({ run }) => phaseMetrics(run).length > 1,
  fileName: ({ target, plan }) => `${target.architecture}-${plan.mode}-phases`,
  figure,
}

const order = ['parse', 'convert', 'serialise', 'write', 'create'] as const

/** Lightnesses of one hue, which show the order without colour, and its opposite for `create`; the whisker is the first part's. */
const phaseColours = [...blues, '#d98c4a']

function figure({ run }: ChartInput): Figure {
  const metrics = phaseMetrics(run)
  const parts = metrics.map(metric => {
    const values = run.arms.map(({ id }) => armValues(run, id, metric))
    return { metric, values, means: values.map(meanInterval) }
  })
  const hasCreate = metrics.some(({ name }) => name === 'create')
  const spec = parts.filter(({ metric }) => metric.name !== 'create')
  const panels = hasCreate
    ? [
        panel(run, parts, 'The whole creation', 0.5),
        panel(run, spec, 'The spec alone, from profile to files', 0.5),
      ]
    : [panel(run, spec, 'From profile to files', 1)]
  const rows = parts.map(({ metric, means }) => [
    metric.label,
    ...means.map(mean => intervalText(asQuantile(mean), 'ns')),
  ])
  return {
    heading: 'What the time is made of',
    height: 130 + 70 * run.arms.length,
    panels,
    notes: [
      'Means per container, since means add up (medians do not); whisker: 95 % interval of the sum (Student); those of the phases are in the table of the page. Verdicts come from paired rounds, not from these.',
    ],
    words: `Stacked bars of mean times. ${rows.map(([label, ...texts]) => `${label}: ${texts.map((text, index) => `${run.arms[index]!.label} ${text}`).join(', ')}`).join('; ')}.`,
    table: { columns: ['mean per container', ...run.arms.map(({ label }) => label)], rows },
  }
}

function phaseMetrics(run: Run): readonly Metric[] {
  const first = run.arms[0]!.id
  return order
    .flatMap(name => metricsOf(run.plan.mode).filter(metric => metric.name === name))
    .filter(metric => armValues(run, first, metric).length > 0)
}

interface Part {
  readonly metric: Metric
  /** Per arm, a value a round. */
  readonly values: readonly (readonly number[])[]
  readonly means: readonly (MeanInterval | null)[]
}

function panel(run: Run, parts: readonly Part[], title: string, share: number): Panel {
  const totals = run.arms.map((_, at) => parts.reduce((sum, { means }) => sum + (means[at]?.mean ?? 0), 0))
  const unit = unitFor(Math.max(...totals))
  const datasets = parts.map(({ metric, means }, index) => ({
    label: metric.label,
    backgroundColor: phaseColours[order.indexOf(metric.name as (typeof order)[number])],
    stack: 'time',
    errorBarColor: ink,
    errorBarWhiskerColor: ink,
    errorBarLineWidth: 1.5,
    errorBarWhiskerLineWidth: 1.5,
    errorBarWhiskerSize: { v: 12 },
    maxBarThickness: 44,
    data: means.map((mean, at) => bar(mean, index === 0 ? sumOf(parts, at) : null, unit.ns)),
  }))
  return {
    title,
    share,
    config: {
      type: 'barWithErrorBars',
      data: { labels: axisLabels(run), datasets },
      options: {
        indexAxis: 'y',
        layout: { padding: { right: 12 } },
        scales: {
          x: amountAxis(`mean time per container, ${unit.name}`, { stacked: true, amount: false }),
          y: categoryAxis({ stacked: true }),
        },
        plugins: { legend: legend() },
      },
    },
  }
}

/** The whisker of the whole stack is the first part's, which is drawn last; Chart.js stacks the bars, not their errors. */
function bar(mean: MeanInterval | null, sum: MeanInterval | null, unit_ns: number) {
  if (mean === null) return { x: null }
  const x = rounded(mean.mean / unit_ns)
  const text = intervalText(asQuantile(mean), 'ns')
  if (sum === null || sum.low === null || sum.high === null) return { x, text }
  return { x, xMin: rounded(sum.low / unit_ns), xMax: rounded(sum.high / unit_ns), text }
}

/** A trial with a failure has no value in any phase: the columns of one arm are of the same trials. */
function sumOf(parts: readonly Part[], arm: number): MeanInterval | null {
  const rounds = parts[0]?.values[arm]?.length ?? 0
  return meanInterval(
    Array.from({ length: rounds }, (_, round) =>
      parts.reduce((sum, { values }) => sum + (values[arm]![round] ?? 0), 0),
    ),
  )
}

function asQuantile(mean: MeanInterval | null) {
  return mean === null
    ? { value: null, low: null, high: null }
    : { value: mean.mean, low: mean.low, high: mean.high }
}
