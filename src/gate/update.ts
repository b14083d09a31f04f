import { differences } from '../cell.ts'
import type { Baseline, BaselineSession } from './baseline.ts'
import { type CountedCell, compareCounts } from './counts.ts'

export interface Updated {
  readonly baseline: Baseline
  /** One line for each change; empty: none. */
  readonly changes: readonly string[]
}

/** The baseline as it is accepted now; sessions of other cells and machines stay. */
export function updateBaseline(
  before: Baseline,
  ledger: readonly CountedCell[],
  session: BaselineSession | null,
): Updated {
  const counted = compareCounts('ledger', before.ledger, ledger)
    .filter(({ hint }) => hint !== undefined)
    .map(({ name, text }) => `ledger: ${name}: ${text}`)
  const baseline = { ...before, ledger: ledger.map(({ name, counts }) => ({ name, counts })) }
  if (session === null) return { baseline, changes: counted }
  const replaced = before.times.find(entry => sameKind(entry, session))
  return {
    baseline: { ...baseline, times: [...before.times.filter(entry => entry !== replaced), session] },
    changes: [...counted, ...timeChanges(replaced, session)],
  }
}

function sameKind(one: BaselineSession, other: BaselineSession): boolean {
  return (
    differences(one.cell, other.cell).length === 0 && differences(one.hostClass, other.hostClass).length === 0
  )
}

function timeChanges(before: BaselineSession | undefined, now: BaselineSession): string[] {
  const old = before === undefined ? 'new' : `replaces run ${before.run}`
  return now.changes.map(({ metric, estimate_pct, n }) => {
    const earlier = before?.changes.find(change => change.metric === metric)
    const from = earlier === undefined ? '' : `${ratio(earlier.estimate_pct)} → `
    return `time: run ${now.run} (${old}): ${metric}: ratio of the arms ${from}${ratio(estimate_pct)}, ${n} rounds`
  })
}

function ratio(change_pct: number): string {
  return (1 + change_pct / 100).toFixed(4)
}
