import type { NoiseSample } from '../model.ts'

export interface NoiseSummary {
  /** Of all processor time of the run, %. `null`: this machine does not tell, or the run was too short to say. */
  readonly steal_pct: number | null
  /** Share of the run in which a task waited for a processor, for memory, for a disk, %. */
  readonly cpuPressure_pct: number | null
  readonly memoryPressure_pct: number | null
  readonly ioPressure_pct: number | null
  readonly throttled_pct: number | null
  readonly load1AtStart: number | null
  /** 95th against 5th percentile of the sentinel's time, %: how far the machine's own speed wandered. */
  readonly sentinelSpread_pct: number | null
}

/** Below this (a second of two processors) three stolen ticks more would be a share that looks like much. */
const fewTicks = 200

/** Label-blind: nothing here knows which arm ran when. */
export function summariseNoise(samples: readonly NoiseSample[]): NoiseSummary {
  const first = samples[0]
  const last = samples.at(-1)
  const growth = (of: (sample: NoiseSample) => number | null): number | null => {
    const from = first && of(first)
    const to = last && of(last)
    return from == null || to == null ? null : to - from
  }
  const ticks = growth(sample => sample.total_ticks)
  const elapsed_us = (growth(sample => sample.at_ns) ?? 0) / 1000
  const share = (value: number | null, whole: number | null): number | null =>
    value === null || whole === null || whole <= 0 ? null : (100 * value) / whole
  const sentinel = samples.map(sample => sample.sentinel_ns).sort((one, other) => one - other)
  const at = (part: number) => sentinel[Math.floor(part * (sentinel.length - 1))]!
  return {
    steal_pct: share(
      growth(sample => sample.steal_ticks),
      ticks !== null && ticks >= fewTicks ? ticks : null,
    ),
    cpuPressure_pct: share(
      growth(sample => sample.cpu_pressure_us),
      elapsed_us,
    ),
    memoryPressure_pct: share(
      growth(sample => sample.memory_pressure_us),
      elapsed_us,
    ),
    ioPressure_pct: share(
      growth(sample => sample.io_pressure_us),
      elapsed_us,
    ),
    throttled_pct: share(
      growth(sample => sample.throttled_us),
      elapsed_us,
    ),
    load1AtStart: first?.load1 ?? null,
    sentinelSpread_pct: sentinel.length < 5 ? null : 100 * (at(0.95) / at(0.05) - 1),
  }
}

/** One line each, with advice. Noise costs rounds, not validity: it is told, and only stolen time is a gate. */
export function noiseWarnings(noise: NoiseSummary, cores: number): readonly string[] {
  const warnings: string[] = []
  const warn = (value: number | null, limit: number, text: (value: string) => string): void => {
    if (value !== null && value > limit) warnings.push(text(value.toFixed(1)))
  }
  warn(
    noise.steal_pct,
    2,
    pct => `the hypervisor took ${pct} % of the processor time: a machine of one's own needs fewer rounds`,
  )
  warn(
    noise.load1AtStart,
    cores,
    load => `the load was ${load} on ${cores} cores when the run began: wait until other work has ended`,
  )
  warn(
    noise.throttled_pct,
    1,
    pct => `this process's cgroup was throttled for ${pct} % of the run: raise its CPU limit`,
  )
  warn(
    noise.memoryPressure_pct,
    1,
    pct => `tasks waited for memory in ${pct} % of the run: fewer containers at once, or more memory`,
  )
  warn(
    noise.sentinelSpread_pct,
    25,
    pct => `the processor's own speed wandered by ${pct} %: fix its frequency, or expect to need more rounds`,
  )
  return warnings
}
