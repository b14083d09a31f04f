import { analyseRun, type Run, type Verdict } from '../src/index.ts'

type Exit = 0 | 1 | 3

/** The exit code of a measured run: 0, or what its verdict says. Wrong use is 2 everywhere. */
export function verdictExit(run: Run, byVerdict: boolean): Exit {
  const { verdict } = analyseRun(run).verdict
  // Who stopped a run knows why it is too short for an answer.
  if (verdict === 'INVALID' && run.status === 'interrupted') return 0
  return exitOf(verdict, byVerdict)
}

/** INVALID is always 3: its numbers must not be used. The others are 0 unless asked for. */
export function exitOf(verdict: Verdict['verdict'], byVerdict: boolean): Exit {
  if (verdict === 'INVALID') return 3
  return byVerdict ? byName[verdict] : 0
}

const byName = { FASTER: 0, 'NO DIFFERENCE': 0, SLOWER: 1, INCONCLUSIVE: 3 } as const
