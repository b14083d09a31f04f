import { monotonic_ns } from '../clock.ts'
import type { Container, SpecFile } from '../contracts.ts'
import { parseDockerProfile } from '../profile/docker.ts'
import type { Bench } from './bench.ts'

export interface MadeSpec {
  readonly files: readonly SpecFile[]
  readonly start_ns: number
  readonly parse_ns: number
  readonly convert_ns: number
  readonly serialise_ns: number
}

/**
 * The timed region in memory: profile text to spec files. Leaving out what a runtime cannot take
 * (`adapt`) stands between two clock reads of its own, for no real engine pays for it.
 */
export function makeSpec(bench: Bench, container: Container): MadeSpec {
  const start = monotonic_ns()
  const profile = parseDockerProfile(bench.profileText)
  const parsed = monotonic_ns()
  const { filter } = bench.converter.convert(profile, bench.target)
  const converted = monotonic_ns()
  const adapted = bench.session.adapt(filter)
  const adaptedAt = monotonic_ns()
  const files = bench.session.serialise(adapted.filter, container)
  const serialised = monotonic_ns()
  return {
    files,
    start_ns: start,
    parse_ns: parsed - start,
    convert_ns: converted - parsed,
    serialise_ns: serialised - adaptedAt,
  }
}

/** Bytes as they go to disk. */
export function specBytes(files: readonly SpecFile[]): number {
  let bytes = 0
  for (const file of files) bytes += Buffer.byteLength(file.data)
  return bytes
}
