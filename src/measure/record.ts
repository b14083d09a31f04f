import { monotonic_ns } from '../clock.ts'
import type { HarnessFacts, NoiseSample, Trial } from '../model.ts'
import { sampleNoise } from './noise.ts'

/** What a run leaves, while it grows. */
export interface RunRecord {
  readonly trials: readonly Trial[]
  readonly samples: readonly NoiseSample[]
  readonly trial: (trial: Trial) => void
  readonly noise: (round: number) => void
  readonly harness: () => HarnessFacts
}

/** Rounds of a millisecond need no reading each; which rounds are read depends on the clock alone, never on an arm. */
const leastInterval_ns = 100_000_000

export function startRecord(): RunRecord {
  const origin = monotonic_ns()
  const trials: Trial[] = []
  const samples: NoiseSample[] = []
  let sampled = -Infinity
  let rssAfterWarmup_bytes = process.memoryUsage.rss()
  return {
    trials,
    samples,
    trial: trial => {
      trials.push(trial)
      if (trial.warmup) rssAfterWarmup_bytes = process.memoryUsage.rss()
    },
    noise: round => {
      const now = monotonic_ns()
      if (now - sampled < leastInterval_ns) return
      sampled = now
      samples.push(sampleNoise(round, origin))
    },
    harness: () => ({
      peakRss_bytes: process.resourceUsage().maxRSS * 1024,
      rssAfterWarmup_bytes,
      rssAtEnd_bytes: process.memoryUsage.rss(),
    }),
  }
}
