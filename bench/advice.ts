import type { Run } from '../src/index.ts'

/** What would resolve a smaller change than this run does, one line; `null`: nothing that is known. */
export function sharperAdvice({ plan, arms }: Pick<Run, 'plan' | 'arms'>): string | null {
  const startsProcesses = arms.every(({ version }) => version !== '')
  if (plan.mode !== 'sequential' || !startsProcesses) return null
  const missing = [
    ...(plan.pinnedCpu === null ? ['--pin'] : []),
    ...(plan.metric === 'cpu' ? [] : ['--metric cpu']),
  ]
  if (missing.length === 0) return null
  return `to resolve less: ${missing.join(' ')} (CPU time on one processor scatters far less than time on the wall)`
}
