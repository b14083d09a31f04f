import { readFileSync } from 'node:fs'
import { BenchError } from '../errors.ts'
import { errnoText, openLibc } from './libc.ts'

/** Processors that the calling thread may run on, ascending; empty where /proc does not tell (proc(5), `Cpus_allowed_list`). */
export function allowedCpus(): readonly number[] {
  try {
    const status = readFileSync('/proc/thread-self/status', 'utf8')
    return parseCpuList(/^Cpus_allowed_list:\s*(.*)$/m.exec(status)?.[1] ?? '')
  } catch {
    return []
  }
}

/** `0-2,8` is 0, 1, 2 and 8 (cpuset(7), list format). */
export function parseCpuList(text: string): readonly number[] {
  return text
    .trim()
    .split(',')
    .filter(part => /^\d+(-\d+)?$/.test(part))
    .flatMap(part => {
      const [first, last = first] = part.split('-').map(Number) as [number, number?]
      return Array.from({ length: Math.max(0, last - first + 1) }, (_, step) => first + step)
    })
}

/**
 * Keeps the calling thread, and every process that it starts from now on, on one processor (sched_setaffinity(2)): a
 * process that is not moved between caches costs nearly the same CPU time each time. Threads that V8 has already
 * started may stay where they are. Throws `environment` where the host refuses.
 */
export function pinTo(cpu: number): void {
  const libc = openLibc()
  const mask = new Uint8Array(mask_bytes)
  mask[cpu >> 3]! |= 1 << (cpu & 7)
  if (libc.sched_setaffinity(0, mask.length, libc.address(mask)) === 0) return
  throw new BenchError('environment', `--pin ${cpu}: sched_setaffinity: ${errnoText(libc.errno())}`, {
    hint: `this process may use ${allowedCpus().join(', ')}; or run without --pin`,
  })
}

/** Of glibc's cpu_set_t: 1024 processors. */
const mask_bytes = 128
