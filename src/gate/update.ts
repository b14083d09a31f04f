import { differences } from '../cell.ts'
import type { Baseline, BaselineSession } from './baseline.ts'
import { compareLedger } from './compare-ledger.ts'
import type { CountedCell } from './counts.ts'
import type { CountedLedger } from './ledger.ts'

export interface Updated {
  readonly baseline: Baseline
  /** One line for each change; empty: none. */
  readonly changes: readonly string[]
}

/** The ledger as it is accepted now; filters that other versions of libseccomp compiled stay. */
export function updateLedger(before: Baseline, { cells, compiled }: CountedLedger): Updated {
  const { checks } = compareLedger(before, { cells, compiled })
  const others = before.compiled.filter(({ libseccomp }) => libseccomp !== compiled?.libseccomp)
  const own = compiled === null ? [] : [{ libseccomp: compiled.libseccomp, cells: compiled.cells.map(plain) }]
  return {
    baseline: { ...before, ledger: cells.map(plain), compiled: [...others, ...own] },
    changes: [
      ...checks
        .filter(({ hint }) => hint !== undefined)
        .map(({ suite, name, text }) => `${suite}: ${name}: ${text}`),
      ...(compiled === null || others.length < before.compiled.length
        ? []
        : [`added: filters compiled by libseccomp ${compiled.libseccomp}`]),
    ],
  }
}

function plain({ name, counts }: CountedCell) {
  return { name, counts: { ...counts } }
}

/** The ratios of a run; those of other cells and machines stay. */
export function updateTimes(before: Baseline, session: BaselineSession): Updated {
  const replaced = before.times.find(
    entry =>
      differences(entry.cell, session.cell).length === 0 &&
      differences(entry.hostClass, session.hostClass).length === 0,
  )
  return {
    baseline: { ...before, times: [...before.times.filter(entry => entry !== replaced), session] },
    changes: timeChanges(replaced, session),
  }
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
