import { existsSync, readFileSync, rmdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { attempt, foldersIn } from '../folders.ts'

const cgroupRoot = '/sys/fs/cgroup'

/** A group of this name at the top of every hierarchy. */
export function rootGroups(name: string): string[] {
  return hierarchies().map(folder => join(folder, name))
}

/**
 * The groups of containers with these ids, exactly: `<id>` (OCI runtimes), `lxc.payload.<id>` and `lxc.monitor.<id>`
 * (LXC), at the top of each hierarchy and below every ancestor of the groups that the run's process was in.
 */
export function groupsOf(ids: ReadonlySet<string>, ownPaths: readonly string[]): string[] {
  const inside = new Set(['/', ...ownPaths.flatMap(ancestors)])
  const parents = hierarchies().flatMap(hierarchy => [...inside].map(path => join(hierarchy, path)))
  return [...new Set(parents)].flatMap(parent =>
    foldersIn(parent)
      .filter(name => ids.has(name.replace(/^lxc\.(?:payload|monitor)\./, '')))
      .map(name => join(parent, name)),
  )
}

/** Ends what runs in the group and below it, and removes both. `false`: it is still there after two seconds. */
export async function removeGroup(path: string): Promise<boolean> {
  for (const name of foldersIn(path)) await removeGroup(join(path, name))
  for (let patience = 0; existsSync(path); patience++) {
    if (patience === 40) return false
    for (const pid of processesOf(path)) attempt(() => process.kill(pid, 'SIGKILL'))
    if (!attempt(() => rmdirSync(path))) await sleep(50)
  }
  return true
}

/** Removes a group that may be shared: only where it is empty. */
export function removeEmptyGroup(path: string): boolean {
  return attempt(() => rmdirSync(path))
}

/** cgroup v2 has one, at the top; v1 one per folder below; a hybrid layout both. */
function hierarchies(): string[] {
  return [cgroupRoot, ...foldersIn(cgroupRoot).map(name => join(cgroupRoot, name))]
}

function ancestors(path: string): string[] {
  return path === '/' ? ['/'] : [path, ...ancestors(dirname(path))]
}

function processesOf(group: string): number[] {
  try {
    return readFileSync(join(group, 'cgroup.procs'), 'utf8').split('\n').map(Number).filter(Boolean)
  } catch {
    return []
  }
}
