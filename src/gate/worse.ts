/** When a verdict about time is bad news, and when it is good enough; in between the gate does not know. */
import type { Verdict } from '../analyse/verdict.ts'

/** Clearly slower, and by the margin or more as far as can be told. */
export function isWorse(verdict: Verdict, margin_pct: number): boolean {
  return verdict.verdict === 'SLOWER' && (verdict.estimate_pct ?? 0) >= margin_pct
}

/** Clearly not slower by the margin: the interval's upper end lies below it, however much faster it may be. */
export function isFine(verdict: Verdict, margin_pct: number): boolean {
  return verdict.verdict !== 'INVALID' && (verdict.high_pct ?? Infinity) < margin_pct
}
