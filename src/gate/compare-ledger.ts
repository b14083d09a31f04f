import type { Baseline } from './baseline.ts'
import type { GateReport } from './check.ts'
import { compareCounts } from './counts.ts'
import type { CountedLedger } from './ledger.ts'

/** Exact counts against the baseline's; compiled filters where the baseline knows this libseccomp. */
export function compareLedger(
  baseline: Baseline,
  { cells, compiled }: CountedLedger,
): Pick<GateReport, 'checks' | 'notes'> {
  const checks = compareCounts('ledger', baseline.ledger, cells)
  if (compiled === null) return { checks, notes: ['compiled filters are not compared: no libseccomp here'] }
  const known = baseline.compiled.find(({ libseccomp }) => libseccomp === compiled.libseccomp)
  if (known === undefined) {
    const versions = baseline.compiled.map(({ libseccomp }) => libseccomp).join(', ') || 'none'
    return {
      checks,
      notes: [
        `compiled filters are not compared: libseccomp ${compiled.libseccomp} here, ${versions} in the baseline`,
      ],
    }
  }
  const suite = `compiled by libseccomp ${compiled.libseccomp}`
  return { checks: [...checks, ...compareCounts(suite, known.cells, compiled.cells)], notes: [] }
}
