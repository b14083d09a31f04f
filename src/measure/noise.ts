import { readFileSync } from 'node:fs'
import { monotonic_ns } from '../clock.ts'
import type { NoiseSample } from '../model.ts'

/** Reads what else the machine does; `origin_ns` is the run's start on the monotonic clock. */
export function sampleNoise(round: number, origin_ns: number): NoiseSample {
  const ticks = cpuTicks(read('/proc/stat'))
  return {
    round,
    at_ns: monotonic_ns() - origin_ns,
    total_ticks: ticks?.total ?? null,
    steal_ticks: ticks?.steal ?? null,
    cpu_pressure_us: pressure_us(read('/proc/pressure/cpu')),
    io_pressure_us: pressure_us(read('/proc/pressure/io')),
    memory_pressure_us: pressure_us(read('/proc/pressure/memory')),
    throttled_us: number(/^throttled_usec (\d+)/m, read('/sys/fs/cgroup/cpu.stat')),
    load1: number(/^([\d.]+)/, read('/proc/loadavg')),
    frequency_khz: number(/^(\d+)/, read('/sys/devices/system/cpu/cpu0/cpufreq/scaling_cur_freq')),
    sentinel_ns: sentinel_ns(),
  }
}

/** The first line of /proc/stat: user nice system idle iowait irq softirq steal (guest times are in user already). */
export function cpuTicks(text: string): { readonly total: number; readonly steal: number } | null {
  const match = /^cpu +([\d ]+)/.exec(text)
  if (match === null) return null
  const fields = match[1]!.trim().split(' ').map(Number).slice(0, 8)
  if (fields.length < 8) return null
  return { total: fields.reduce((sum, value) => sum + value, 0), steal: fields[7]! }
}

/** `some avg10=… total=123`: microseconds in which at least one task waited. */
export function pressure_us(text: string): number | null {
  return number(/^some .*\btotal=(\d+)/m, text)
}

/** About a millisecond of integer work that stays in the first-level cache. */
function sentinel_ns(): number {
  const start = monotonic_ns()
  let word = 0x9e3779b9
  for (let step = 0; step < 300_000; step++) {
    word ^= word << 13
    word ^= word >>> 17
    word ^= word << 5
  }
  const elapsed = monotonic_ns() - start
  // The result is used, so that no compiler leaves the loop out.
  return word === 0 ? 0 : elapsed
}

function number(pattern: RegExp, text: string): number | null {
  const match = pattern.exec(text)
  return match === null ? null : Number(match[1])
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
