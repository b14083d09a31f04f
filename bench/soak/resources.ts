import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { getHeapStatistics } from 'node:v8'
import { isGroup } from '../../src/cgroups.ts'
import { foldersIn } from '../../src/folders.ts'

/** What a long run may not pile up. */
export interface Resources {
  readonly descriptors: number
  readonly rss_mib: number
  readonly heap_mib: number
  /** Control groups of this load's containers, in every hierarchy. */
  readonly cgroups: number
  readonly mounts: number
}

/** Counts what this process and its containers hold; ours are told by `idPrefix`, for others live on this host. */
export async function resources(idPrefix: string): Promise<Resources> {
  // Pages of dead objects are no growth: node is started with --expose-gc.
  globalThis.gc?.()
  await setImmediate()
  globalThis.gc?.()
  return {
    descriptors: readdirSync('/proc/self/fd').length,
    rss_mib: process.memoryUsage.rss() / 2 ** 20,
    heap_mib: getHeapStatistics().used_heap_size / 2 ** 20,
    cgroups: groups('/sys/fs/cgroup', idPrefix, 4),
    mounts: readFileSync('/proc/thread-self/mountinfo', 'utf8').trimEnd().split('\n').length,
  }
}

function groups(folder: string, idPrefix: string, depth: number): number {
  let found = 0
  for (const entry of foldersIn(folder)) {
    if (entry.includes(idPrefix)) found += isGroup(join(folder, entry)) ? 1 : 0
    else if (depth > 0) found += groups(join(folder, entry), idPrefix, depth - 1)
  }
  return found
}
