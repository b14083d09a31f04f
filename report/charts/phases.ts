import { type ArmResult, type Metric, metricsOf, type Run } from '../../src/index.ts'
import type { Chart, ChartInput, Figure, Panel } from '../chart.ts'
import { ink } from '../colours.ts'
import { type MeanInterval, meanInterval } from '../data/mean.ts'
import { armValues, rounded, unitFor } from '../data/values.ts'
import { intervalText } from '../wording.ts'
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

/** Five lightnesses of one hue and its opposite for `create`: order shows without colour. */
const phaseColours = ['#c6dbef', '#85b4d9', '#4a8cc2', '#1f5f9e', '#d98c4a']

function figure({ run }: ChartInput): Figure {
  const metrics = phaseMetrics(run)
  const parts = metrics.map(metric => ({
    metric,
    means: run.arms.map(({ id }) => meanInterval(armValues(run, id, metric))),
  }))
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
      'Means per container, since means add up (medians do not); whisker: 95 % interval of the phase that ends there (Student). Verdicts come from paired rounds, not from these.',
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
  readonly means: readonly (MeanInterval | null)[]
}

function panel({ arms }: Run, parts: readonly Part[], title: string, share: number): Panel {
  const totals = arms.map((_, at) => parts.reduce((sum, { means }) => sum + (means[at]?.mean ?? 0), 0))
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
    data: means.map((mean, at) => bar(mean, below(parts, index, at), unit.ns)),
  }))
  return {
    title,
    share,
    config: {
      type: 'barWithErrorBars',
      data: { labels: arms.map(({ label }: ArmResult) => label), datasets },
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

/** Whiskers are at the segment's own end: Chart.js stacks the bars, not their errors. */
function bar(mean: MeanInterval | null, start: number, unit_ns: number) {
  if (mean === null) return { x: null }
  const at = (value: number): number => rounded((start + value) / unit_ns)
  return {
    x: rounded(mean.mean / unit_ns),
    xMin: at(mean.low ?? mean.mean),
    xMax: at(mean.high ?? mean.mean),
    text: intervalText(asQuantile(mean), 'ns'),
  }
}

function below(parts: readonly Part[], index: number, arm: number): number {
  return parts.slice(0, index).reduce((sum, { means }) => sum + (means[arm]?.mean ?? 0), 0)
}

function asQuantile(mean: MeanInterval | null) {
  return mean === null
    ? { value: null, low: null, high: null }
    : { value: mean.mean, low: mean.low, high: mean.high }
}
