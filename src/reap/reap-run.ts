import { existsSync, readdirSync, realpathSync, rmdirSync, rmSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { groupsOf, removeEmptyGroup, removeGroup } from '../cgroups.ts'
import type { Control } from '../contracts.ts'
import type { JournalContent } from '../journal/read.ts'
import { openLibc } from '../launch/libc.ts'
import { mountPoints } from '../namespace.ts'
import { endProcesses, processesOf } from './processes.ts'

export interface ReapInput {
  /** Absolute: the run's folder. */
  readonly folder: string
  readonly content: JournalContent
  readonly control: Control
  readonly dryRun: boolean
  /** One line for each thing that is removed (or would be), or cannot be. */
  readonly tell: (line: string) => void
}

/**
 * Removes what a dead run left: only what its journal names, or what lies in the work folder beside the journal. The
 * order is from what runs to what lies: processes, containers, control groups, mounts, files. Returns whether
 * nothing is left.
 */
export async function reapRun(input: ReapInput): Promise<boolean> {
  const work = join(input.folder, 'work')
  const arms = armsOf(input, work)
  const ids = new Set([
    ...namedIds(input.content),
    ...arms.flatMap(({ state }) => containersIn(input.folder, state)),
  ])
  const oks = [
    await reapProcesses(input, work, arms),
    await reapContainers(input, arms),
    await reapGroups(input, ids),
    reapMounts(input, work),
    reapFiles(input, work, arms),
  ]
  return oks.every(Boolean)
}

interface ReapedArm {
  readonly state: string
  /** Absent where the run died before it knew. */
  readonly runtime: JournalContent['runtimes'][number] | undefined
}

function armsOf({ content }: ReapInput, work: string): ReapedArm[] {
  const indices = [...new Set(content.folders.map(({ index }) => index))]
  return indices.map(index => ({
    state: join(work, String(index), 'state'),
    runtime: content.runtimes.findLast(runtime => runtime.index === index),
  }))
}

function namedIds({ containers }: JournalContent): string[] {
  return containers.flatMap(({ prefix, count }) =>
    Array.from({ length: count }, (_, number) => `${prefix}${number}`),
  )
}

async function reapProcesses(
  { dryRun, tell }: ReapInput,
  work: string,
  arms: readonly ReapedArm[],
): Promise<boolean> {
  const states = new Set(arms.map(({ state }) => state))
  const find = () => processesOf(work, states)
  if (dryRun) {
    for (const { pid, command } of find()) tell(`would end process ${pid} (${command})`)
    return true
  }
  for (const { pid, command } of await endProcesses(find, 5000)) tell(`ended process ${pid} (${command})`)
  const left = find()
  for (const { pid, command } of left) tell(`cannot end process ${pid} (${command})`)
  return left.length === 0
}

/** At most so many deletes at once. */
const lanes = 4

/** By the runtime that made them, with the run's own state folder; what it cannot remove is removed by hand after it. */
async function reapContainers(
  { folder, control, dryRun, tell }: ReapInput,
  arms: readonly ReapedArm[],
): Promise<boolean> {
  for (const { state, runtime } of arms) {
    const remove = runtime?.remove
    if (runtime === undefined || remove == null) continue
    const ids = containersIn(folder, state)
    const lane = async (): Promise<void> => {
      for (let id = ids.pop(); id !== undefined; id = ids.pop()) {
        if (dryRun) {
          tell(`would delete container ${id} (${runtime.file})`)
          continue
        }
        const words = remove.map(word => word.replaceAll('{id}', id as string))
        const { exitCode, stderr } = await control(runtime.file, words)
        if (exitCode === 0) tell(`deleted container ${id} (${runtime.file})`)
        else tell(`${runtime.file} cannot delete ${id}, going on by hand: ${lastLine(stderr)}`)
      }
    }
    await Promise.all(Array.from({ length: lanes }, lane))
  }
  return true
}

async function reapGroups({ content, dryRun, tell }: ReapInput, ids: ReadonlySet<string>): Promise<boolean> {
  const own = content.owners.flatMap(({ cgroups }) => cgroups)
  let ok = true
  for (const path of groupsOf(ids, own)) {
    if (dryRun) tell(`would remove cgroup ${path}`)
    else if (await removeGroup(path)) tell(`removed cgroup ${path}`)
    else {
      tell(`cannot remove cgroup ${path}`)
      ok = false
    }
  }
  for (const path of new Set(content.folders.flatMap(({ cgroups }) => cgroups))) {
    if (dryRun ? existsSync(path) : removeEmptyGroup(path)) {
      tell(`${dryRun ? 'would remove' : 'removed'} cgroup ${path}`)
    }
  }
  return ok
}

const MNT_DETACH = 2

/** Those that this process sees; a run's private mounts went with it. */
function reapMounts({ dryRun, tell }: ReapInput, work: string): boolean {
  const below = mountPoints().filter(path => path.startsWith(`${work}/`))
  let ok = true
  for (const path of below.toReversed()) {
    if (dryRun) tell(`would unmount ${path}`)
    else if (openLibc().umount2(path, MNT_DETACH) === 0) tell(`unmounted ${path}`)
    else {
      tell(`cannot unmount ${path}`)
      ok = false
    }
  }
  return ok
}

/** LXC's lock folders are named after its state folder. */
const lxcLocks = '/run/lxc/lock'

function reapFiles({ dryRun, tell }: ReapInput, work: string, arms: readonly ReapedArm[]): boolean {
  for (const { state } of arms) {
    const lock = join(lxcLocks, state)
    if (!existsSync(lock)) continue
    if (!dryRun) removeLock(lock)
    tell(`${dryRun ? 'would remove' : 'removed'} ${lock}`)
  }
  if (!existsSync(work)) return true
  if (dryRun) {
    tell(`would remove ${work}`)
    return true
  }
  // Through a mount that is left, another's files would be removed.
  const mounted = mountPoints().find(path => path.startsWith(`${work}/`))
  try {
    if (mounted !== undefined) throw new Error(`${mounted} is mounted`)
    rmSync(work, { recursive: true, maxRetries: 3 })
    tell(`removed ${work}`)
    return true
  } catch (error) {
    tell(`cannot remove ${work}: ${(error as Error).message}`)
    return false
  }
}

function removeLock(lock: string): void {
  rmSync(lock, { recursive: true })
  try {
    for (let at = dirname(lock); at !== '/run'; at = dirname(at)) rmdirSync(at)
  } catch {
    // Another container's is in it.
  }
}

/** Names of the run's containers in an OCI runtime's state folder, and of the probes: they name control groups too. */
function containersIn(folder: string, state: string): string[] {
  try {
    // A run makes no links there: what one leads to belongs to somebody else.
    if (realpathSync(state) !== join(realpathSync(folder), relative(folder, state))) return []
    return readdirSync(state, { withFileTypes: true })
      .filter(entry => entry.isDirectory() && /^(?:sb|probe)-[A-Za-z0-9-]*$/.test(entry.name))
      .map(({ name }) => name)
  } catch {
    return []
  }
}

function lastLine(text: string): string {
  return (text.trimEnd().split('\n').at(-1) ?? '').slice(0, 300)
}
