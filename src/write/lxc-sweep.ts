import { chmodSync, existsSync, rmdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { groupsOf, ownGroups, removeEmptyGroup, removeGroup, rootGroups } from '../cgroups.ts'
import { attempt } from '../folders.ts'

const LOCKS = '/run/lxc/lock'

/**
 * Looks at the host before LXC is used; the function that comes back removes what LXC leaves: lock folders named after
 * its state folder, control groups of containers that were killed (`ids`, filled as they start), and lxc.pivot, where
 * it was not there before. Should the mode of the host's /dev/null have changed, it is set back (LXC 5.0.2 changes it
 * where a container's /dev/null is a plain file).
 */
export function prepareLxcSweep(state: string, ids: ReadonlySet<string>): () => Promise<void> {
  const mode = statSync('/dev/null').mode & 0o7777
  const pivots = rootGroups('lxc.pivot').filter(path => !existsSync(path))
  return async () => {
    if ((statSync('/dev/null').mode & 0o7777) !== mode) chmodSync('/dev/null', mode)
    removeEmptyFolders(join(LOCKS, state), '/run')
    for (const path of groupsOf(ids, ownGroups())) await removeGroup(path)
    for (const path of pivots) removeEmptyGroup(path)
  }
}

function removeEmptyFolders(path: string, stop: string): void {
  for (let at = path; at !== stop && at !== '/'; at = dirname(at)) {
    if (existsSync(at) && !attempt(() => rmdirSync(at))) return
  }
}
