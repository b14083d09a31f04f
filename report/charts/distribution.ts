import type { Metric, Run } from '../../src/index.ts'
import type { Chart, ChartInput, Figure, Panel, PlainDataset } from '../chart.ts'
import { armColour, faint, ink } from '../colours.ts'
import { type Distribution, distributionOf } from '../data/distribution.ts'
import { armValues, rounded, toNs, unitFor } from '../data/values.ts'
import { duration } from '../format.ts'
import { axisLabels } from '../wording.ts'
import { amountAxis, categoryAxis, legend, niceStep } from './axis.ts'

/** Every value of an arm, not only the middle one: the size from zero, and the shape close up. */
export const distribution: Chart = {
  name: 'distribution',
  summary: 'boxes from zero, and the share of values up to each time',
  named: false,
  perMetric: true,
  applies: ({ analysis }) => analysis.metrics.length > 0,
  fileName: ({ target, plan }) => `${target.architecture}-${plan.mode}-distribution`,
  figure,
}

interface Row {
  readonly id: string
  readonly label: string
  readonly colour: string
  readonly values: Distribution | null
}

function figure({ run }: ChartInput, metric: Metric): Figure {
  const rows: Row[] = run.arms.map(({ id, label }, index) => ({
    id,
    label,
    colour: armColour(index),
    values: distributionOf(armValues(run, id, metric).map(value => toNs(value, metric))),
  }))
  const known = rows.flatMap(({ values }) => (values === null ? [] : [values]))
  const unit = unitFor(Math.max(0, ...known.map(({ median }) => median)))
  const text = (value: number): string => duration(value, 'ns')
  return {
    heading: `Distribution: ${metric.label}`,
    height: 380,
    panels: [boxes(rows, unit, axisLabels(run)), shares(rows, known, unit)],
    notes: [spreadNote(run, known)],
    words: `Boxes from zero and cumulative shares. ${rows.map(({ label, values }) => (values === null ? `${label}: no value` : `${label}: median ${text(values.median)}, half of the values between ${text(values.q1)} and ${text(values.q3)}, all between ${text(values.min)} and ${text(values.max)}, n = ${values.n}`)).join('; ')}.`,
    table: {
      columns: ['arm', 'n', 'least', '5 %', 'lower quartile', 'median', 'upper quartile', '95 %', 'most'],
      rows: rows.map(({ label, values }) =>
        values === null
          ? [label, '0', ...Array.from({ length: 7 }, () => 'n/a')]
          : [
              label,
              String(values.n),
              ...[values.min, values.p5, values.q1, values.median, values.q3, values.p95, values.max].map(
                text,
              ),
            ],
      ),
    },
  }
}

function spreadNote({ plan }: Run, known: readonly Distribution[]): string {
  const n = Math.max(0, ...known.map(({ n }) => n))
  const of = plan.mode === 'parallel' ? `${n} batches (a value each)` : `${n} creations`
  return `${of} of each arm. Box: middle half, line: median, whiskers: 5 % to 95 %, dots: least and most. Band: 95 %, of the whole curve (Dvoretzky, Kiefer and Wolfowitz).`
}

function boxes(
  rows: readonly Row[],
  unit: { ns: number; name: string },
  labels: ReturnType<typeof axisLabels>,
): Panel {
  const scaled = (value: number): number => rounded(value / unit.ns)
  const known = rows.flatMap(({ values }) => (values === null ? [] : [values]))
  // One spike would press the boxes flat: it is told instead.
  const top_ns = 1.6 * Math.max(0, ...known.map(({ p95, median }) => Math.min(p95, 4 * median)))
  const beyond = rows.filter(({ values }) => values !== null && values.max > top_ns)
  const step = niceStep(top_ns / unit.ns / 6)
  const most = beyond.map(({ values }) => duration(values!.max, 'ns')).join(', ')
  const datasets: PlainDataset[] = rows.map(({ id, label, colour, values }, place) => ({
    label,
    arm: id,
    backgroundColor: faint(colour),
    borderColor: colour,
    borderWidth: 2,
    medianColor: ink,
    outlierBackgroundColor: colour,
    outlierRadius: 3,
    itemRadius: 0,
    meanRadius: 0,
    grouped: false,
    maxBarThickness: 56,
    data: rows.map((_, at) =>
      at !== place || values === null
        ? null
        : {
            min: scaled(values.min),
            q1: scaled(values.q1),
            median: scaled(values.median),
            mean: scaled(values.median),
            q3: scaled(values.q3),
            max: scaled(values.max),
            whiskerMin: scaled(values.p5),
            whiskerMax: scaled(values.p95),
            outliers: [scaled(values.min), ...(values.max <= top_ns ? [scaled(values.max)] : [])],
            items: [],
            text: `median ${duration(values.median, 'ns')}, middle half ${duration(values.q1, 'ns')} to ${duration(values.q3, 'ns')}`,
          },
    ),
  }))
  return {
    title: `Size: the axis begins at zero${most === '' ? '' : ` (most, above it: ${most})`}`,
    share: 0.45,
    config: {
      type: 'boxplot',
      data: { labels, datasets },
      options: {
        layout: { padding: { top: 6, right: 10 } },
        scales: {
          y: amountAxis(
            `time, ${unit.name}`,
            most === '' ? { grace: '4%' } : { max: rounded(Math.ceil(top_ns / unit.ns / step) * step) },
          ),
          x: categoryAxis(),
        },
        plugins: { legend: legend(false) },
      },
    },
  }
}

function shares(
  rows: readonly Row[],
  known: readonly Distribution[],
  unit: { ns: number; name: string },
): Panel {
  const bulk = known.map(({ min, max, q1, q3 }) => [
    Math.max(min, q1 - 2.5 * (q3 - q1)) / unit.ns,
    Math.min(max, q3 + 2.5 * (q3 - q1)) / unit.ns,
  ])
  const [least, most] = [Math.min(...bulk.map(([low]) => low!)), Math.max(...bulk.map(([, high]) => high!))]
  const step = niceStep((most - least || most || 1) / 6)
  const low = Math.max(0, Math.floor(least / step) * step)
  const high = Math.ceil(most / step) * step || step
  const beyond = rows.filter(({ values }) => values !== null && values.max > high * unit.ns)
  const datasets = rows.flatMap(({ id, label, colour, values }) => {
    if (values === null) return []
    const curve = (shift: number) =>
      [[values.min, 0] as const, ...values.steps].map(([value, share]) => ({
        x: rounded(value / unit.ns),
        y: rounded(Math.min(100, Math.max(0, 100 * (share + shift)))),
        text: `${rounded(100 * share).toFixed(0)} % took ${duration(value, 'ns')} or less`,
      }))
    const line = { arm: id, stepped: 'before', pointRadius: 0, borderColor: colour, parsing: false }
    const bound = { ...line, label: `${label}, band`, legend: false, borderWidth: 0 }
    const plain = (points: ReturnType<typeof curve>) => points.map(({ x, y }) => ({ x, y }))
    return [
      { ...bound, data: plain(curve(values.band)), fill: '+1', backgroundColor: faint(colour) },
      { ...bound, data: plain(curve(-values.band)) },
      { ...line, label, data: curve(0), borderWidth: 2, backgroundColor: colour },
    ] as PlainDataset[]
  })
  return {
    title: low > 0 ? 'Shape: this axis is cut, do not read sizes from it' : 'Shape: the axis begins at zero',
    share: 0.55,
    config: {
      type: 'line',
      data: { datasets },
      options: {
        layout: { padding: { top: 6, right: 10 } },
        interaction: { mode: 'nearest', intersect: false },
        scales: {
          x: {
            ...amountAxis(
              `time, ${unit.name}${beyond.length === 0 ? '' : ' (goes on to the right: see the left picture)'}`,
            ),
            beginAtZero: low === 0,
            amount: false,
            min: rounded(low),
            max: rounded(high),
          },
          y: {
            ...amountAxis('share of values up to this time', { max: 100, amount: false }),
            ticks: { percent: true, stepSize: 25, color: ink, font: { size: 13 } },
          },
        },
        plugins: { legend: legend() },
      },
    },
  }
}
