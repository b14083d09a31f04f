import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { BenchError } from '../errors.ts'
import type { Bench } from './bench.ts'

/**
 * Closes every arm and removes the work folder; the first error comes back. Where a container is left the folder
 * stays, for the runtime's state in it is what `reap` needs.
 */
export async function closeAll(benches: readonly Bench[], workFolder: string): Promise<unknown> {
  let failure: unknown
  for (const bench of benches) {
    try {
      await bench.session.close()
      refuseLeftovers(bench)
    } catch (error) {
      failure ??= error
    }
  }
  if (failure !== undefined) return failure
  try {
    rmSync(workFolder, { recursive: true, force: true, maxRetries: 3 })
  } catch (cause) {
    return new BenchError('environment', `${workFolder}: cannot be removed (${(cause as Error).message})`, {
      hint: '`seccomp-bench reap` removes what is left',
      cause,
    })
  }
}

/** A runtime that can delete has one folder for each container that there is. */
function refuseLeftovers({ arm, folder, session }: Bench): void {
  if (session.runtime?.remove == null) return
  const left = containersIn(join(folder, 'state'))
  if (left.length === 0) return
  throw new BenchError(
    'environment',
    `${arm.writer} with ${arm.label}: ${left.length} containers cannot be deleted: ${left.slice(0, 3).join(', ')}`,
    { hint: '`seccomp-bench reap` removes what is left' },
  )
}

/** Names of the containers in an OCI runtime's state folder: caches have names that begin with a dot. */
function containersIn(state: string): string[] {
  try {
    return readdirSync(state, { withFileTypes: true })
      .filter(entry => entry.isDirectory() && !entry.name.startsWith('.'))
      .map(({ name }) => name)
  } catch {
    return []
  }
}
