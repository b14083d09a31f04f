import { analyseRun } from '../analyse/analyse-run.ts'
import type { ChangeInterval } from '../analyse/comparison.ts'
import type { Metric } from '../analyse/metrics.ts'
import type { ArmResult, Run } from '../model.ts'

/** One number of one arm: the median over the analysed trials, in the metric's unit. Ends `null`: not bounded. */
export interface ArmValue {
  readonly arm: ArmResult
  readonly metric: Metric
  readonly value: number
  readonly low: number | null
  readonly high: number | null
  readonly n: number
}

/** The candidate against the baseline, %; negative: less. */
export interface ChangeValue extends ChangeInterval {
  readonly baseline: ArmResult
  readonly candidate: ArmResult
  readonly metric: Metric
  readonly n: number
}

/** What other programs keep of a run; what was not measured is not there. */
export interface RunValues {
  readonly arms: readonly ArmValue[]
  readonly changes: readonly ChangeValue[]
  readonly containers: readonly {
    readonly arm: ArmResult
    readonly created: number
    readonly failed: number
  }[]
}

export function valuesOf(run: Run): RunValues {
  const { comparisons, metrics, failures } = analyseRun(run, { bootstrap: false })
  const arms = new Map(run.arms.map(arm => [arm.id, arm]))
  const seen = new Set<string>()
  const armValues: ArmValue[] = []
  const changes: ChangeValue[] = []
  for (const comparison of comparisons) {
    const baseline = arms.get(comparison.baseline)!
    const candidate = arms.get(comparison.candidate)!
    comparison.metrics.forEach((row, index) => {
      const metric = metrics[index]!
      for (const summary of row.arms) {
        const { value, low, high } = summary.median
        const key = `${summary.arm} ${metric.name}`
        // The baseline stands in every comparison: once is enough.
        if (value === null || seen.has(key)) continue
        seen.add(key)
        armValues.push({ arm: arms.get(summary.arm)!, metric, value, low, high, n: summary.n })
      }
      if (row.change.status === 'estimated') {
        const { estimate_pct, low_pct, high_pct, n } = row.change
        changes.push({ baseline, candidate, metric, estimate_pct, low_pct, high_pct, n })
      }
    })
  }
  const containers = failures.map(({ arm, created, failed }) => ({ arm: arms.get(arm)!, created, failed }))
  return { arms: armValues, changes, containers }
}

/** `x86_64 sequential lcr-file full-arch`: says the cell, so that two runs of one file do not share a name. */
export function seriesName(run: Run, arm: ArmResult): string {
  const size = run.plan.mode === 'parallel' ? ` ${run.plan.containers}` : ''
  const place = run.target.native ? '' : ` on ${run.target.writtenOn}`
  return `${run.target.architecture}${place} ${run.plan.mode}${size} ${arm.writer} ${arm.label}`
}
