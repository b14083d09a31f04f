import { statSync } from 'node:fs'
import { join } from 'node:path'
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

/** Counted after the clock has stopped: on disk where files were written, else of the texts themselves. */
export function specBytes(bench: Bench, container: Container, files: readonly SpecFile[]): number {
  let bytes = 0
  for (const { name, data } of files) {
    bytes +=
      bench.session.writes === 'files' ? statSync(join(container.bundle, name)).size : Buffer.byteLength(data)
  }
  return bytes
}
