import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { machine, tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { SpecWriter } from '../contracts.ts'
import { control } from '../launch/index.ts'
import { cgroupLayout } from '../namespace.ts'
import { parseRuntimeOption, writers } from './index.ts'

export interface Diagnosis {
  readonly name: string
  /** `usable-with-private-mounts`: not as this process sees the host, but with `--private-mounts`. */
  readonly status: 'usable' | 'usable-with-private-mounts' | 'unusable'
  /** What it is (its version), or why it does not work; one line. */
  readonly detail: string
  /** The next instruction; `null` where there is nothing to do. */
  readonly hint: string | null
}

/**
 * Tries every writer on this host: a runtime is usable where one container could be created and removed. Where a
 * hybrid cgroup layout stops one, a second thread tries it in private mounts. `runtimeOptions`: `name=/path/to/binary` each.
 */
export async function diagnose(runtimeOptions: readonly string[] = []): Promise<readonly Diagnosis[]> {
  const all: readonly SpecWriter[] = [...Object.values(writers), ...runtimeOptions.map(parseRuntimeOption)]
  const diagnoses: Diagnosis[] = []
  for (const writer of new Map(all.map(writer => [writer.name, writer])).values()) {
    diagnoses.push(await diagnoseOne(writer))
  }
  const candidates = diagnoses.filter(({ hint }) => hint?.includes('--private-mounts') === true)
  if (candidates.length === 0 || cgroupLayout() !== 'hybrid') return diagnoses
  const better = await diagnosePrivately(runtimeOptions)
  return diagnoses.map(diagnosis => {
    const again = candidates.includes(diagnosis) && better.find(({ name }) => name === diagnosis.name)
    if (again === undefined || again === false) return diagnosis
    return again.status === 'usable'
      ? { ...diagnosis, status: 'usable-with-private-mounts' }
      : { ...diagnosis, hint: `in private mounts it does not work either: ${again.detail}` }
  })
}

async function diagnoseOne(writer: SpecWriter): Promise<Diagnosis> {
  const folder = mkdtempSync(join(tmpdir(), 'seccomp-bench-doctor-'))
  try {
    const target = { machine: machine(), capabilities: [], kernel: { version: 0, revision: 0 } }
    const found = await writer.check({ folder, target, fsync: false, control })
    return found.status === 'usable'
      ? { name: writer.name, status: 'usable', detail: found.version || writer.summary, hint: null }
      : { name: writer.name, status: 'unusable', detail: found.reason, hint: found.hint }
  } catch (error) {
    return { name: writer.name, status: 'unusable', detail: (error as Error).message, hint: null }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A mount namespace belongs to a thread, and so do the children that the thread starts. */
async function diagnosePrivately(runtimeOptions: readonly string[]): Promise<readonly Diagnosis[]> {
  const thread = new Worker(new URL('./diagnose-private.js', import.meta.url), { workerData: runtimeOptions })
  const [diagnoses] = (await once(thread, 'message')) as [readonly Diagnosis[]]
  await thread.terminate()
  return diagnoses
}
