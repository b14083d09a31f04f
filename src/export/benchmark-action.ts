import type { Exporter } from '../contracts.ts'
import type { Run } from '../model.ts'
import { seriesName, valuesOf } from './values.ts'

/** One entry of github-action-benchmark's `customSmallerIsBetter` (its README, "Custom benchmarks"). */
export interface ActionEntry {
  readonly name: string
  readonly unit: string
  readonly value: number
  /** Free text; the action shows it behind the value. */
  readonly range?: string
  readonly extra?: string
}

export const benchmarkAction: Exporter = {
  name: 'benchmark-action',
  summary: 'customSmallerIsBetter of github-action-benchmark: medians, and the ratio of the arms',
  fileName: 'benchmark-action.json',
  *serialise(run) {
    yield `${JSON.stringify(actionEntries(run), null, 2)}\n`
  },
}

/** Ratios first: absolute times of hired machines show the machine's history, ratios show the program's. */
function actionEntries(run: Run): readonly ActionEntry[] {
  const { arms, changes } = valuesOf(run)
  const extra = `run ${run.id}, seed ${run.seed}, commit ${run.commit ?? 'unknown'}`
  return [
    ...changes.map(({ baseline, candidate, metric, estimate_pct, low_pct, high_pct, n }) => ({
      name: `${seriesName(run, candidate)}: ${metric.label}, against ${baseline.label}`,
      unit: '%',
      value: 100 + estimate_pct,
      ...range(low_pct === null ? null : 100 + low_pct, high_pct === null ? null : 100 + high_pct),
      extra: `${extra}, ${n} rounds`,
    })),
    ...arms.map(({ arm, metric, value, low, high, n }) => ({
      name: `${seriesName(run, arm)}: ${metric.label}`,
      unit: metric.unit,
      value,
      ...range(low, high),
      extra: `${extra}, median of ${n} trials`,
    })),
  ]
}

function range(low: number | null, high: number | null): { readonly range?: string } {
  return low === null || high === null ? {} : { range: `[${low.toPrecision(4)}, ${high.toPrecision(4)}]` }
}
