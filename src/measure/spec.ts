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

/** What is kept of spec files once they are written: a batch's texts together would be tens of megabytes. */
export interface SpecSize {
  readonly names: readonly string[]
  /** Where they stay in memory; on disk they are counted there. */
  readonly bytes: number | null
}

export function specSize(bench: Bench, files: readonly SpecFile[]): SpecSize {
  const names = files.map(({ name }) => name)
  if (bench.session.writes === 'files') return { names, bytes: null }
  return { names, bytes: files.reduce((sum, { data }) => sum + Buffer.byteLength(data), 0) }
}

/** Counted after the clock has stopped. */
export function specBytes(container: Container, { names, bytes }: SpecSize): number {
  return bytes ?? names.reduce((sum, name) => sum + statSync(join(container.bundle, name)).size, 0)
}
