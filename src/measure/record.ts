import { monotonic_ns } from '../clock.ts'
import type { Journal } from '../journal/append.ts'
import type { ResumePoint } from '../journal/trials.ts'
import type { HarnessFacts, NoiseSample, Trial } from '../model.ts'
import { sampleNoise } from './noise.ts'

/** Hands what a run leaves to its journal, and keeps none of it: a long run does not grow. */
export interface RunRecord {
  readonly trial: (trial: Trial) => void
  readonly noise: (round: number) => void
  readonly harness: () => HarnessFacts
  /** Trials of this process, warm-up included. */
  readonly count: () => number
  /** The trial that the journal could not take; the run ends with it. */
  readonly unwritten: () => readonly Trial[]
}

/** Rounds of a millisecond need no reading each; which rounds are read depends on the clock alone, never on an arm. */
const leastInterval_ns = 250_000_000

export function startRecord(journal: Pick<Journal, 'append'>, resume: ResumePoint | null): RunRecord {
  const origin = monotonic_ns() - (resume?.elapsed_ns ?? 0)
  const unwritten: Trial[] = []
  let count = 0
  let sampled = -Infinity
  let rebase: ((sample: NoiseSample) => NoiseSample) | undefined
  let rssAfterWarmup_bytes = process.memoryUsage.rss()
  const harness = (): HarnessFacts => ({
    peakRss_bytes: process.resourceUsage().maxRSS * 1024,
    rssAfterWarmup_bytes,
    rssAtEnd_bytes: process.memoryUsage.rss(),
  })
  return {
    trial: trial => {
      count += 1
      if (trial.warmup) rssAfterWarmup_bytes = process.memoryUsage.rss()
      try {
        journal.append({ kind: 'trial', trial })
      } catch (error) {
        unwritten.push(trial)
        throw error
      }
    },
    noise: round => {
      const now = monotonic_ns()
      if (now - sampled < leastInterval_ns) return
      sampled = now
      const sample = sampleNoise(round, origin)
      rebase ??= counterBase(resume?.noise ?? null, sample)
      journal.append({ kind: 'noise', sample: rebase(sample), harness: harness() })
    },
    harness,
    count: () => count,
    unwritten: () => unwritten,
  }
}

/**
 * Counters of the kernel start anew with a boot, and count on while nothing is measured: those of a resumed run go on
 * from the last that was read before.
 */
export function counterBase(
  before: NoiseSample | null,
  first: NoiseSample,
): (sample: NoiseSample) => NoiseSample {
  const shift = (name: Counter, value: number | null): number | null => {
    const [from, start] = [before?.[name] ?? null, first[name]]
    return from === null || start === null || value === null ? value : value - start + from
  }
  return sample => ({
    ...sample,
    total_ticks: shift('total_ticks', sample.total_ticks),
    steal_ticks: shift('steal_ticks', sample.steal_ticks),
    cpu_pressure_us: shift('cpu_pressure_us', sample.cpu_pressure_us),
    io_pressure_us: shift('io_pressure_us', sample.io_pressure_us),
    memory_pressure_us: shift('memory_pressure_us', sample.memory_pressure_us),
    throttled_us: shift('throttled_us', sample.throttled_us),
  })
}

type Counter =
  | 'total_ticks'
  | 'steal_ticks'
  | 'cpu_pressure_us'
  | 'io_pressure_us'
  | 'memory_pressure_us'
  | 'throttled_us'
