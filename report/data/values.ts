import { type Metric, metricValue, type Run, type Trial } from '../../src/index.ts'

/** The trials that count: warm-up and interrupted ones take no part. */
export function countedTrials({ trials }: Run): readonly Trial[] {
  return trials.filter(trial => !trial.warmup && trial.interrupted === undefined)
}

/** One arm's values of a metric, a value a round, in time order and the metric's unit; failed trials have none. */
export function armValues(run: Run, arm: string, metric: Metric): readonly number[] {
  const trials = countedTrials(run).filter(trial => trial.arm === arm)
  return trials.map(trial => metricValue(metric, trial)).filter(value => value !== null)
}

export function toNs(value: number, { unit }: Pick<Metric, 'unit'>): number {
  return unit === 'ns' ? value : value * 1000
}

/** The unit in which people read an amount of this size. */
export function unitFor(ns: number): { readonly ns: number; readonly name: string } {
  if (ns < 1e6) return { ns: 1e3, name: 'µs' }
  return ns < 1e9 ? { ns: 1e6, name: 'ms' } : { ns: 1e9, name: 's' }
}

/** Six digits: pictures do not show more, and pages stay small. */
export function rounded(value: number): number {
  return Number(value.toPrecision(6))
}
