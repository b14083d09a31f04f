import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

export interface Working {
  readonly pid: number
  readonly group: number
  readonly command: string
}

/**
 * The runtime's processes of a run: an argument of theirs is one of its state folders, and they work below its work
 * folder. A user's shell or pager there has no such argument.
 */
export function processesOf(workFolder: string, states: ReadonlySet<string>): Working[] {
  return readdirSync('/proc').flatMap(name => {
    const pid = Number(name)
    if (!Number.isInteger(pid) || pid === process.pid) return []
    try {
      const words = readFileSync(`/proc/${name}/cmdline`, 'utf8').split('\0')
      if (!words.some(word => states.has(word))) return []
      if (!readlinkSync(`/proc/${name}/cwd`).startsWith(`${workFolder}/`)) return []
      return [{ pid, group: groupOf(name), command: words[0]! }]
    } catch {
      return []
    }
  })
}

/** Lets them end by themselves, which leaves less behind, and kills them with their process groups after `patience_ms`. */
export async function endProcesses(find: () => Working[], patience_ms: number): Promise<Working[]> {
  for (let waited_ms = 0; waited_ms < patience_ms; waited_ms += 50) {
    if (find().length === 0) return []
    await sleep(50)
  }
  const killed: Working[] = []
  for (let round = 0; round < 40; round++) {
    const left = find()
    if (left.length === 0) break
    for (const each of left) {
      if (!killed.some(({ pid }) => pid === each.pid)) killed.push(each)
      kill(each.group === each.pid ? -each.pid : each.pid)
    }
    await sleep(50)
  }
  return killed
}

function groupOf(name: string): number {
  const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2])
}

function kill(target: number): void {
  try {
    process.kill(target, 'SIGKILL')
  } catch {
    // It ended in this moment.
  }
}
