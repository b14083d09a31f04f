import { chmodSync, existsSync, readFileSync, rmdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { attempt, foldersIn } from '../folders.ts'

const LOCKS = '/run/lxc/lock'
const CGROUPS = '/sys/fs/cgroup'

/**
 * Looks at the host before LXC is used; the function that comes back removes what LXC leaves: lock folders named after
 * its state folder, control groups of containers that were killed (`ids`, filled as they start), and lxc.pivot, where
 * it was not there before. Should the mode of the host's /dev/null have changed, it is set back (LXC 5.0.2 changes it
 * where a container's /dev/null is a plain file).
 */
export function prepareLxcSweep(state: string, ids: ReadonlySet<string>): () => Promise<void> {
  const mode = statSync('/dev/null').mode & 0o7777
  const pivots = hierarchies()
    .map(folder => join(folder, 'lxc.pivot'))
    .filter(path => !existsSync(path))
  return async () => {
    if ((statSync('/dev/null').mode & 0o7777) !== mode) chmodSync('/dev/null', mode)
    removeEmptyFolders(join(LOCKS, state), '/run')
    const left = hierarchies().flatMap(folder => groupsOf(folder, ids))
    for (const path of left) await removeGroup(path)
    for (const path of pivots) attempt(() => rmdirSync(path))
  }
}

/** cgroup v2 has one, at the top; v1 one per folder below. */
function hierarchies(): string[] {
  return [CGROUPS, ...foldersIn(CGROUPS).map(name => join(CGROUPS, name))]
}

function groupsOf(hierarchy: string, ids: ReadonlySet<string>): string[] {
  return foldersIn(hierarchy)
    .filter(name => ids.has(/^lxc\.(?:payload|monitor)\.(.+)$/.exec(name)?.[1] ?? ''))
    .map(name => join(hierarchy, name))
}

async function removeGroup(path: string): Promise<void> {
  for (const name of foldersIn(path)) await removeGroup(join(path, name))
  for (let patience = 0; patience < 20 && existsSync(path); patience++) {
    for (const pid of processesOf(path)) attempt(() => process.kill(pid, 'SIGKILL'))
    if (!attempt(() => rmdirSync(path))) await sleep(50)
  }
}

function processesOf(group: string): number[] {
  try {
    return readFileSync(join(group, 'cgroup.procs'), 'utf8').split('\n').map(Number).filter(Boolean)
  } catch {
    return []
  }
}

function removeEmptyFolders(path: string, stop: string): void {
  for (let at = path; at !== stop && at !== '/'; at = dirname(at)) {
    if (existsSync(at) && !attempt(() => rmdirSync(at))) return
  }
}
