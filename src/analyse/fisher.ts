/** Fisher's exact test of two counts. */
import { logChoose } from './choose.ts'

/**
 * Two-sided p that `hitsA` of `a` and `hitsB` of `b` share one rate: tables no likelier than the observed one.
 * Whole numbers, 0 ≤ hits ≤ total.
 */
export function fisherP(hitsA: number, a: number, hitsB: number, b: number): number {
  const hits = hitsA + hitsB
  if (hits === 0 || hits === a + b || a === 0 || b === 0) return 1
  const least = Math.max(0, hits - b)
  const most = Math.min(hits, a)
  // Relative to the observed table: the shared factor cancels, and nothing under- or overflows in logs.
  const observed = logTable(hitsA, a, hits, b)
  let all = 0
  let extreme = 0
  for (let count = least; count <= most; count++) {
    const relative = Math.exp(logTable(count, a, hits, b) - observed)
    all += relative
    if (relative <= 1 + 1e-7) extreme += relative
  }
  return Number.isFinite(all) ? Math.min(1, extreme / all) : 0
}

function logTable(count: number, a: number, hits: number, b: number): number {
  return logChoose(a, count) + logChoose(b, hits - count)
}
