import type { KernelVersion } from './docker-types.ts'
import { type ObjectAt, refuseField } from './read.ts'

/**
 * `minKernel` of a profile, as Docker's Go code takes it (profiles/seccomp/seccomp.go): exactly two numbers, each from
 * 0 to 255, not both 0. An empty string is a condition that every kernel meets; `null` is no condition.
 */
export function readMinimumKernel(here: ObjectAt, key: string): KernelVersion | undefined {
  const value = here.fields[key]
  if (value === undefined || value === null) return undefined
  if (value === '') return { version: 0, revision: 0 }
  const match = typeof value === 'string' ? /^(\d+)\.(\d+)$/.exec(value) : null
  const version = Number(match?.[1])
  const revision = Number(match?.[2])
  if (version <= 255 && revision <= 255 && version + revision > 0) return { version, revision }
  return refuseField(here, key, 'a kernel version such as "4.8"')
}

/** Whether `kernel` is `minimum` or newer; later numbers take no part (3.12.25-gentoo is 3.12). */
export function isAtLeast(kernel: KernelVersion, minimum: KernelVersion): boolean {
  return (
    kernel.version > minimum.version ||
    (kernel.version === minimum.version && kernel.revision >= minimum.revision)
  )
}
