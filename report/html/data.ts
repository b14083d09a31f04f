import type { Metric } from '../../src/index.ts'
import type { Chart, ChartInput, Figure } from '../chart.ts'
import type { ReportEntry, ReportSet } from '../set.ts'
import { chosenMetric } from '../wording.ts'

/** One chart of one run as the page holds it: a figure for every metric that can be chosen. */
export interface PageChart {
  readonly chart: Chart
  readonly variants: readonly PageVariant[]
}

export interface PageVariant {
  /** Empty where the chart is not about one metric. */
  readonly metric: string
  readonly label: string
  readonly figure: Figure
}

/** Of the data within a page, so that it stays under 1.5 MiB with its scripts. */
const most_bytes = 1_000_000

/** Everything that can be chosen while it fits; else fewer metrics, then only the named charts. */
export function pageCharts(set: ReportSet): readonly (readonly PageChart[])[] {
  const details: readonly ((entry: ReportEntry) => readonly PageChart[])[] = [
    ({ input, pictures }) => pictures.map(({ chart }) => variants(chart, input, input.analysis.metrics)),
    ({ input, pictures }) =>
      pictures.map(({ chart }) =>
        variants(
          chart,
          input,
          input.analysis.metrics.filter(({ primary }) => primary),
        ),
      ),
    ({ input, pictures }) => pictures.map(({ chart }) => variants(chart, input, [])),
    ({ input, pictures }) =>
      pictures.filter(({ chart }) => !chart.perMetric).map(({ chart }) => variants(chart, input, [])),
    ({ input, pictures }) =>
      pictures.filter(({ chart }) => chart.named).map(({ chart }) => variants(chart, input, [])),
  ]
  for (const detail of details) {
    const charts = set.map(detail)
    if (detail === details.at(-1) || size_bytes(charts) <= most_bytes) return charts
  }
  return []
}

function variants(chart: Chart, input: ChartInput, metrics: readonly Metric[]): PageChart {
  const chosen = chosenMetric(input.run, input.analysis)
  const wanted = chart.perMetric ? [chosen, ...metrics.filter(metric => metric !== chosen)] : [chosen]
  return {
    chart,
    variants: wanted.map(metric => ({
      metric: chart.perMetric ? metric.name : '',
      label: metric.label,
      figure: chart.figure(input, metric),
    })),
  }
}

function size_bytes(charts: readonly (readonly PageChart[])[]): number {
  return Buffer.byteLength(JSON.stringify(charts))
}
