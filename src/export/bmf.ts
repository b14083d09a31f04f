import type { Exporter } from '../contracts.ts'
import type { Run } from '../model.ts'
import { seriesName, valuesOf } from './values.ts'

/** Bencher Metric Format: benchmark → measure → metric (https://bencher.dev/bmf.json). */
export type Bmf = Record<string, Record<string, BmfMetric>>

export interface BmfMetric {
  readonly value: number
  readonly lower_value?: number
  readonly upper_value?: number
}

export const bmf: Exporter = {
  name: 'bmf',
  summary: 'Bencher Metric Format: medians and the ratio of the arms, with their intervals',
  fileName: 'bmf.json',
  *serialise(run) {
    yield `${JSON.stringify(bmfOf(run), null, 2)}\n`
  },
}

/** Bencher takes names of at most 1024 characters. */
const longestName = 1024

function bmfOf(run: Run): Bmf {
  const { arms, changes } = valuesOf(run)
  const benchmarks = new Map<string, Map<string, BmfMetric>>()
  const put = (name: string, measure: string, metric: BmfMetric) => {
    const key = name.slice(0, longestName)
    const measures = benchmarks.get(key) ?? new Map<string, BmfMetric>()
    benchmarks.set(key, measures.set(measure, metric))
  }
  for (const { arm, metric, value, low, high } of arms) {
    put(seriesName(run, arm), measureName(metric.name, metric.unit), metricOf(value, low, high))
  }
  for (const { candidate, metric, estimate_pct, low_pct, high_pct } of changes) {
    const percent = (value: number | null) => (value === null ? null : 100 + value)
    put(
      seriesName(run, candidate),
      measureName(metric.name, 'ratio-pct'),
      metricOf(100 + estimate_pct, percent(low_pct), percent(high_pct)),
    )
  }
  // Object.fromEntries defines its keys: a label `__proto__` is a name like any other.
  return Object.fromEntries([...benchmarks].map(([name, measures]) => [name, Object.fromEntries(measures)]))
}

/** A slug: at most 64 lower-case letters, digits and hyphens. */
function measureName(metric: string, unit: string): string {
  return `${metric}-${unit}`.replaceAll('_', '-')
}

function metricOf(value: number, low: number | null, high: number | null): BmfMetric {
  return {
    value,
    ...(low !== null && { lower_value: low }),
    ...(high !== null && { upper_value: high }),
  }
}
