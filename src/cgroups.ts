import { existsSync, readFileSync, rmdirSync, rmSync, statfsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { attempt, foldersIn } from './folders.ts'

const cgroupRoot = '/sys/fs/cgroup'

/** Paths of the groups that this process is in (proc(5), cgroup): runtimes make theirs beside or below these. */
export function ownGroups(): string[] {
  const text = textOf('/proc/self/cgroup')
  return [...new Set(text.split('\n').flatMap(pathOfGroup))]
}

/** `4:memory:/user/1` gives `/user/1`. */
function pathOfGroup(line: string): readonly string[] {
  const path = line.split(':').slice(2).join(':')
  return path.startsWith('/') ? [path] : []
}

/** A group of this name at the top of every hierarchy. */
export function rootGroups(name: string): string[] {
  return hierarchies().map(folder => join(folder, name))
}

/**
 * The groups of containers with these ids, exactly: `<id>` (OCI runtimes), `lxc.payload.<id>` and `lxc.monitor.<id>`
 * (LXC), at the top of each hierarchy and below every ancestor of the groups that the run's process was in.
 */
export function groupsOf(ids: ReadonlySet<string>, ownPaths: readonly string[]): string[] {
  // From a cgroup namespace a path may lead upwards (cgroup_namespaces(7)), and so may one of a journal: out of here.
  const below = ownPaths.filter(path => path.startsWith('/') && !path.split('/').includes('..'))
  const inside = new Set(['/', ...below.flatMap(ancestors)])
  const parents = hierarchies().flatMap(hierarchy => [...inside].map(path => join(hierarchy, path)))
  return [...new Set(parents)].flatMap(parent =>
    foldersIn(parent)
      .filter(name => ids.has(name.replace(/^lxc\.(?:payload|monitor)\./, '')))
      .map(name => join(parent, name)),
  )
}

/**
 * Ends what runs in the group and below it, and removes both. `false`: it is still there after two seconds. A plain
 * folder is no group: crun in private mounts writes one, with an old process id in it that may be anybody's by now.
 */
export async function removeGroup(path: string): Promise<boolean> {
  if (!isGroup(path)) return attempt(() => rmSync(path, { recursive: true, force: true }))
  for (const name of foldersIn(path)) await removeGroup(join(path, name))
  for (let round = 0; existsSync(path); round++) {
    if (round === 40) return false
    for (const pid of processesOf(path)) attempt(() => process.kill(pid, 'SIGKILL'))
    if (!attempt(() => rmdirSync(path))) await sleep(50)
  }
  return true
}

/** Whether the folder is in a file system of control groups (statfs(2): CGROUP_SUPER_MAGIC, CGROUP2_SUPER_MAGIC). */
export function isGroup(path: string): boolean {
  try {
    return [0x27e0eb, 0x63677270].includes(statfsSync(path).type)
  } catch {
    return false
  }
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
  return textOf(join(group, 'cgroup.procs')).split('\n').map(Number).filter(Boolean)
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
