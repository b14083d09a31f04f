import { analyseRun } from '../analyse/analyse-run.ts'
import { cellOf, differences, hostClassOf } from '../cell.ts'
import type { Run } from '../model.ts'
import type { Baseline, BaselineSession } from './baseline.ts'

/** What a baseline keeps of a run; `null` with the reason where the run is unfit to be compared. */
export function sessionOf(run: Run): { readonly session: BaselineSession } | { readonly unfit: string } {
  const { comparisons, metrics, verdict } = analyseRun(run, { bootstrap: false })
  if (verdict.verdict === 'INVALID') return { unfit: `${verdict.gate}: ${verdict.reason}` }
  const primary = new Set(metrics.filter(metric => metric.primary).map(({ name }) => name))
  const changes = comparisons[0]!.metrics.flatMap(({ metric, change }) => {
    if (!primary.has(metric) || change.status !== 'estimated') return []
    const { n, estimate_pct, low_pct, high_pct } = change
    return [{ metric, n, estimate_pct, low_pct, high_pct }]
  })
  if (changes.length === 0) return { unfit: 'too few rounds for an estimate' }
  return {
    session: {
      run: run.id,
      seed: run.seed,
      cell: cellOf(run),
      hostClass: hostClassOf(run),
      // Bytes are left out: the config that lcr writes holds the path of its bundle.
      arms: run.arms.map(({ id, label, architectures, rules, files }) => ({
        name: `${id} ${label}`,
        counts: { architectures, rules, files },
      })),
      changes,
    },
  }
}

/** The entry of this cell on this kind of machine, or what sets the nearest one apart. */
export function findSession(
  { times }: Baseline,
  session: Pick<BaselineSession, 'cell' | 'hostClass'>,
): { readonly found: BaselineSession } | { readonly apart: readonly string[] } {
  let nearest: readonly string[] | undefined
  for (const entry of times) {
    const apart = [
      ...differences(entry.cell, session.cell),
      ...differences(entry.hostClass, session.hostClass),
    ]
    if (apart.length === 0) return { found: entry }
    if (nearest === undefined || apart.length < nearest.length) nearest = apart
  }
  return { apart: nearest ?? ['the baseline holds no times'] }
}
