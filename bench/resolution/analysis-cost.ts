import { compare } from '../../src/analyse/compare.ts'
import { monotonic_ns } from '../../src/index.ts'
import { mockRounds, mockRunner } from '../../src/measure/simulate.ts'

/** The whole analysis of 5,000 made-up rounds of one metric. */
export function analysisCost(seed: string): { readonly seconds: number; readonly mib: number } {
  const rounds = mockRounds(mockRunner({ noise: 'mixed' }, seed), seed, 0, 5000)
  const before = process.memoryUsage.rss()
  const start = monotonic_ns()
  compare({ rounds, baseline: 'A', candidate: 'B', metrics: ['wall'], seed })
  return {
    seconds: (monotonic_ns() - start) / 1e9,
    mib: Math.max(0, process.memoryUsage.rss() - before) / 1024 / 1024,
  }
}
