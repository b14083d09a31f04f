import { analyseRun, type Run } from '../src/index.ts'

/**
 * INVALID is always 3: its numbers must not be used. The other verdicts are 0 unless asked for: SLOWER 1,
 * INCONCLUSIVE 3. Wrong use is 2 everywhere.
 */
export function verdictExit(run: Run, byVerdict: boolean): 0 | 1 | 3 {
  const { verdict } = analyseRun(run).verdict
  if (verdict === 'INVALID') return run.status === 'interrupted' ? 0 : 3
  if (!byVerdict) return 0
  return verdict === 'SLOWER' ? 1 : verdict === 'INCONCLUSIVE' ? 3 : 0
}
