import type { Launcher } from '../contracts.ts'
import { BenchError } from '../errors.ts'
import { openLibc } from './libc.ts'
import { portable } from './portable.ts'
import { posix } from './posix.ts'

export { control } from './control.ts'

/** Every way of starting what is timed; the first one that works here is the default. */
export const launchers = { posix, portable } as const satisfies Record<string, Launcher>

/** `posix` where the C library can be called, `portable` elsewhere. */
export function defaultLauncher(): Launcher {
  try {
    openLibc()
    return posix
  } catch (error) {
    if (error instanceof BenchError) return portable
    throw error
  }
}
