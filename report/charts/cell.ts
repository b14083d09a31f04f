import type { ChartConfiguration } from 'chart.js'
import type { Change, Metric, MetricComparison, Run, RunAnalysis } from '../../src/index.ts'
import type { Chart, ChartInput } from '../chart.ts'
import { armColours, changeColour, grid, ink, quiet } from '../colours.ts'
import { change, duration, signed } from '../format.ts'
import { barLabels } from '../labels.ts'
import { renderChart, renderPage } from '../render.ts'
import { line, wrapped } from '../text.ts'
import { amountLine, originLines, title, verdictSentence } from '../wording.ts'

/** The main picture of a run: its times beside each other, and what the change is. */
export const cell: Chart = {
  name: 'cell',
  summary: 'times of the arms with their intervals, and the change between them',
  applies: ({ analysis }) => analysis.metrics.length > 0,
  fileName: ({ target, plan }) => `${target.architecture}-${plan.mode}`,
  draw,
}

const page = { width: 1240, height: 780 }
const margin = 28
const left = { width: 640, height: 470 }
const right = { width: 540, height: 470 }

async function draw(input: ChartInput): Promise<Buffer> {
  const { run, analysis } = input
  const width = page.width - 2 * margin
  return renderPage(page, async context => {
    line(context, title(run), { x: margin, y: 46, width }, { size: 26, bold: true })
    const verdict = wrapped(context, verdictSentence(run, analysis), width, { size: 16, bold: true })
    verdict.slice(0, 2).forEach((text, index) => {
      line(context, text, { x: margin, y: 78 + 22 * index, width }, { size: 16, bold: true })
    })
    line(context, amountLine(run, analysis), { x: margin, y: 128, width }, { size: 15, colour: quiet })
    const top = 146
    context.drawImage(await renderChart(times(input), left), margin - 6, top, left.width, left.height)
    context.drawImage(
      await renderChart(changes(input), right),
      page.width - margin - right.width + 6,
      top,
      right.width,
      right.height,
    )
    const notes = [latencyLine(run, analysis), referenceLine(input), ...originLines(run)].filter(
      text => text !== null,
    )
    notes.forEach((text, index) => {
      line(
        context,
        text,
        { x: margin, y: top + left.height + 26 + 21 * index, width },
        { size: 13.5, colour: quiet },
      )
    })
  })
}

/** What the bars are about: a runtime's create would hide the parts of a spec, so these are one bar then. */
function barMetrics({ run, analysis }: ChartInput): readonly Metric[] {
  const real = analysis.metrics.some(({ name }) => name === 'create')
  const wanted =
    run.plan.mode === 'sequential'
      ? real
        ? ['spec', 'create', 'wall', 'cpu']
        : ['parse', 'convert', 'serialise', 'write', 'wall']
      : real
        ? ['spec_makespan', 'create_makespan', 'makespan']
        : ['makespan']
  return analysis.metrics.filter(({ name }) => wanted.includes(name))
}

function times(input: ChartInput): ChartConfiguration {
  const { run, analysis } = input
  const metrics = barMetrics(input)
  const rows = metrics.map(metric => rowOf(analysis, metric))
  const most_ns = Math.max(
    ...rows.flatMap((row, index) =>
      row.flatMap(({ median }) => [toNs(median.high ?? median.value ?? 0, metrics[index]!)]),
    ),
  )
  const unit = unitFor(most_ns)
  const scaled = (value: number | null, metric: Metric): number | null =>
    value === null ? null : toNs(value, metric) / unit.ns
  const datasets = run.arms.map((arm, index) => ({
    type: 'barWithErrorBars' as const,
    label: arm.label,
    backgroundColor: armColours[index % armColours.length],
    errorBarColor: ink,
    errorBarWhiskerColor: ink,
    errorBarLineWidth: 1.5,
    errorBarWhiskerLineWidth: 1.5,
    maxBarThickness: 78,
    data: metrics.map((metric, at) => {
      const median = rows[at]![index]!.median
      const y = scaled(median.value, metric)
      return { y, yMin: scaled(median.low, metric) ?? y, yMax: scaled(median.high, metric) ?? y }
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
    type: 'barWithErrorBars',
    data: { labels: metrics.map(({ label }) => broken(label)), datasets },
    options: {
      layout: { padding: { top: 6, right: 6 } },
      scales: {
        y: {
          beginAtZero: true,
          grace: '12%',
          title: { display: true, text: `median time ${per}, ${unit.name}`, font: { size: 14 } },
          grid: { color: grid },
          ticks: { font: { size: 13 } },
        },
        x: {
          grid: { display: false },
          ticks: { font: { size: 13 }, color: ink, maxRotation: 0, autoSkip: false },
        },
      },
      plugins: {
        legend: {
          position: 'top',
          align: 'start',
          labels: { font: { size: 15 }, boxWidth: 18, boxHeight: 14 },
        },
        title: {
          display: true,
          text: 'Time: median of the rounds, whisker = 95 % interval',
          align: 'start',
          font: { size: 15, weight: 'bold' },
        },
      },
    },
    plugins: [barLabels(texts, 12.5, ink)],
  } as unknown as ChartConfiguration
}

function rowOf(analysis: RunAnalysis, metric: Metric): readonly MetricComparison['arms'][number][] {
  const index = analysis.metrics.indexOf(metric)
  const first = analysis.comparisons[0]!.metrics[index]!
  return [first.arms[0], ...analysis.comparisons.map(({ metrics }) => metrics[index]!.arms[1])]
}

/** The panel of changes, %: every metric with its interval, the published figure hollow and without one. */
function changes(input: ChartInput): ChartConfiguration {
  const { run, analysis, reference } = input
  const chosen = analysis.metrics
    .map((metric, index) => ({ metric, change: analysis.comparisons[0]!.metrics[index]!.change }))
    .filter(({ metric, change }) => change.status === 'estimated' && metric.name !== 'remove')
  const rows: Row[] = chosen.map(({ metric, change }) => {
    const { estimate_pct, low_pct, high_pct } = change as Extract<Change, { status: 'estimated' }>
    return {
      label: metric.label,
      x: estimate_pct,
      xMin: low_pct ?? estimate_pct,
      xMax: high_pct ?? estimate_pct,
      text: `${change_(estimate_pct)} [${low_pct === null ? '−∞' : signed(low_pct)}, ${high_pct === null ? '+∞' : signed(high_pct)}]`,
      published: false,
    }
  })
  if (reference !== null) {
    rows.push({
      label: `published: ${reference.containers} in all`,
      x: reference.stated_pct,
      xMin: reference.stated_pct,
      xMax: reference.stated_pct,
      text: `${change_(reference.stated_pct)}, no spread published`,
      published: true,
    })
  }
  const [baseline, candidate] = run.arms.map(({ label }) => label)
  return {
    type: 'barWithErrorBars',
    data: {
      labels: rows.map(({ label }) => broken(label)),
      datasets: [
        {
          label: 'change',
          data: rows.map(({ x, xMin, xMax }) => ({ x, xMin, xMax })),
          backgroundColor: rows.map(({ published }) => (published ? '#ffffff' : changeColour)),
          borderColor: rows.map(({ published }) => (published ? ink : changeColour)),
          borderWidth: 1.5,
          errorBarColor: rows.map(({ published }) => (published ? 'transparent' : ink)),
          errorBarWhiskerColor: rows.map(({ published }) => (published ? 'transparent' : ink)),
          errorBarLineWidth: 1.5,
          errorBarWhiskerLineWidth: 1.5,
          maxBarThickness: 20,
        },
      ],
    },
    options: {
      indexAxis: 'y',
      layout: { padding: { top: 6, right: 10 } },
      scales: {
        x: {
          ...changeAxis(rows),
          title: { display: true, text: 'change of the time, %  (left of 0: less)', font: { size: 14 } },
          grid: {
            color: (context: { tick?: { value: number } }) => (context.tick?.value === 0 ? ink : grid),
          },
        },
        y: {
          grid: { display: false },
          ticks: { font: { size: 12.5 }, color: ink, autoSkip: false, crossAlign: 'far' },
        },
      },
      plugins: {
        legend: { display: false },
        title: {
          display: true,
          text: `Change: ${candidate} against ${baseline}, 95 % interval`,
          align: 'start',
          font: { size: 15, weight: 'bold' },
        },
      },
    },
    plugins: [barLabels([rows.map(({ text }) => text)], 12, ink)],
  } as unknown as ChartConfiguration
}

interface Row {
  readonly label: string
  readonly x: number
  readonly xMin: number
  readonly xMax: number
  readonly text: string
  readonly published: boolean
}

const change_ = change

/** Zero is always on the axis; behind the longest bar there is room for the texts, without ticks. */
function changeAxis(rows: readonly Row[]) {
  const low = Math.min(0, ...rows.map(({ xMin }) => xMin))
  const high = Math.max(0, ...rows.map(({ xMax }) => xMax))
  const step = niceStep(Math.max(high - low, 0.5) / 4)
  const min = Math.floor(low / step) * step
  const top = Math.ceil(high / step) * step
  return {
    min,
    max: top + Math.max(step, top - min) * 0.95,
    ticks: {
      stepSize: step,
      maxRotation: 0,
      font: { size: 13 },
      callback: (value: number | string) => (Number(value) > top + step / 2 ? '' : signedTick(Number(value))),
    },
  }
}

/** 1, 2 or 5 times a power of ten, at least `least`. */
function niceStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least))
  return power * ([1, 2, 5, 10].find(factor => factor * power >= least) ?? 10)
}

function signedTick(value: number): string {
  return `${value < 0 ? '−' : value > 0 ? '+' : ''}${Math.abs(Number(value.toPrecision(6)))}`
}

/** Parallel: what ptcr and others call the total is this sum, which is not the time that passed. */
function latencyLine(run: Run, { comparisons, metrics }: RunAnalysis): string | null {
  const index = metrics.findIndex(({ name }) => name === 'sum_latency')
  const total = metrics.findIndex(({ name }) => name === 'wall')
  const comparison = comparisons[0]!
  if (index >= 0) {
    const parts = comparison.metrics[index]!.arms.map(
      ({ arm, median }) => `${labelOf(run, arm)} ${interval(median)}`,
    )
    return `Sum of the ${run.plan.containers} containers’ own latencies (not the time that passed): ${parts.join(' · ')}`
  }
  if (total < 0) return null
  const row = comparison.metrics[total]!
  const parts = row.arms.map(({ arm, total: sum }) =>
    sum === null
      ? ''
      : `${labelOf(run, arm)} ${duration(sum.value, 'ns')} [${duration(sum.low, 'ns')}, ${duration(sum.high, 'ns')}]`,
  )
  return `All ${row.n} creations together: ${parts.join(' · ')} (bootstrap intervals)`
}

function interval({ value, low, high }: MetricComparison['arms'][number]['median']): string {
  if (value === null) return 'n/a'
  const bounds = low === null || high === null ? '' : ` [${duration(low, 'ns')}, ${duration(high, 'ns')}]`
  return `${duration(value, 'ns')}${bounds}`
}

function referenceLine({ reference }: ChartInput): string | null {
  if (reference === null) return null
  const { before_s, after_s, stated_pct, containers, conflict } = reference
  const text = `Published (iSulad, 2021): ${containers} containers ${before_s} s → ${after_s} s, ${change(stated_pct)}, no spread given`
  return conflict === undefined ? text : `${text}; ${conflict}`
}

function labelOf(run: Run, id: string): string {
  return run.arms.find(arm => arm.id === id)?.label ?? id
}

function toNs(value: number, { unit }: Metric): number {
  return unit === 'ns' ? value : value * 1000
}

function unitFor(ns: number): { readonly ns: number; readonly name: string } {
  if (ns < 1e6) return { ns: 1e3, name: 'µs' }
  return ns < 2e9 ? { ns: 1e6, name: 'ms' } : { ns: 1e9, name: 's' }
}

/** Axis labels of two lines at most: the first half of the words above the second. */
function broken(label: string): string | string[] {
  if (label.length <= 16) return label
  const words = label.split(' ')
  const half = label.length / 2
  let first = words[0]!
  let next = 1
  while (next < words.length - 1 && first.length + words[next]!.length < half + 2)
    first += ` ${words[next++]}`
  return [first, words.slice(next).join(' ')]
}
