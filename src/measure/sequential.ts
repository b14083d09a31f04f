import { monotonic_ns } from '../clock.ts'
import { writeFiles } from '../write/files.ts'
import { type Bench, makeBundle, removeBundle } from './bench.ts'
import { draft, finish, noteCreate, noteRemove, noteSpec } from './creation.ts'
import { makeSpec, type SpecSize, specBytes, specSize } from './spec.ts'
import type { TrialMeasures } from './trial.ts'

/** One container, made and removed: the trial of sequential mode. */
export async function sequentialTrial(bench: Bench, id: string): Promise<TrialMeasures> {
  const { session, launcher, timeout_ms } = bench
  const container = makeBundle(bench, id)
  const creating = session.runtime?.create(container)
  const it = draft()
  let size: SpecSize = { names: [], bytes: 0 }
  const cpuBefore = process.cpuUsage()
  const origin = monotonic_ns()
  it.start_ns = origin
  try {
    const spec = makeSpec(bench, container)
    it.phases.parse = spec.parse_ns
    it.phases.convert = spec.convert_ns
    it.phases.serialise = spec.serialise_ns
    if (session.writes === 'files') {
      const before = monotonic_ns()
      writeFiles(container.bundle, spec.files, bench.arm.fsync)
      it.phases.write = monotonic_ns() - before
    }
    it.end_ns = monotonic_ns()
    size = specSize(bench, spec.files)
  } catch (error) {
    it.end_ns = monotonic_ns()
    noteSpec(it, error)
  }
  const cpu = process.cpuUsage(cpuBefore)
  it.bytes = it.reason === null ? specBytes(container, size) : 0
  it.files = size.names.length
  let harness_cpu_us: number | null = null
  if (creating !== undefined && it.reason === null) {
    const before = process.cpuUsage()
    const outcome = await launcher.run(creating, { timeout_ms })
    harness_cpu_us = sum(process.cpuUsage(before))
    noteCreate(it, outcome, creating.log)
  }
  if (session.runtime?.remove != null) {
    const removing = session.runtime.remove(container)
    const outcome = await launcher.run(removing, { timeout_ms })
    noteRemove(it, outcome, removing.log)
  }
  removeBundle(container)
  const creation = finish(it, origin)
  return {
    wall_ns: creation.latency_ns,
    spec_makespan_ns: null,
    create_makespan_ns: null,
    cpu_us:
      session.runtime === undefined
        ? sum(cpu)
        : creation.usage && creation.usage.user_us + creation.usage.system_us,
    harness_cpu_us,
    creations: [creation],
  }
}

function sum({ user, system }: NodeJS.CpuUsage): number {
  return user + system
}
