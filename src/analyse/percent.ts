/** A log ratio as a percentage of change: ln 1.01 → 1. */
export function percent(logRatio: number): number {
  return 100 * Math.expm1(logRatio)
}

/** A percentage of change as a log ratio: 1 → ln 1.01. */
export function logRatio(change_pct: number): number {
  return Math.log1p(change_pct / 100)
}
