import { readFileSync, readlinkSync } from 'node:fs'
import { z } from 'zod'
import { ownGroups } from '../cgroups.ts'

/** The process that a run belongs to: its pid alone may be another's tomorrow. */
export interface Owner {
  readonly pid: number
  /** Clock ticks after boot (proc(5), stat, field 22). */
  readonly started_ticks: number
  readonly boot: string
  /** Of its PID namespace: in another one the pid means nothing. */
  readonly pidNamespace: string
  /** /proc/self/cgroup: runtimes make their groups beside or below these. */
  readonly cgroups: readonly string[]
}

export const ownerSchema = z.object({
  pid: z.number().int().min(1),
  started_ticks: z.number().int().min(0),
  boot: z.string().max(100),
  pidNamespace: z.string().max(100),
  cgroups: z.array(z.string().max(4096)).max(100),
}) satisfies z.ZodType<Owner>

export function thisProcess(): Owner {
  return {
    pid: process.pid,
    started_ticks: startedTicks(process.pid) ?? 0,
    boot: read('/proc/sys/kernel/random/boot_id'),
    pidNamespace: pidNamespace(),
    cgroups: ownGroups(),
  }
}

/** `elsewhere`: of this boot, but of another PID namespace, from which nothing can be told. */
export function ownerState(owner: Owner): 'alive' | 'dead' | 'elsewhere' {
  if (owner.boot !== read('/proc/sys/kernel/random/boot_id')) return 'dead'
  if (owner.pidNamespace !== pidNamespace()) return 'elsewhere'
  return startedTicks(owner.pid) === owner.started_ticks ? 'alive' : 'dead'
}

export function isThisProcess(owner: Owner): boolean {
  return owner.pid === process.pid && owner.started_ticks === startedTicks(process.pid)
}

/** `null`: there is no such process, or only what its parent has not waited for. */
function startedTicks(pid: number): number | null {
  const stat = read(`/proc/${pid}/stat`)
  // The name stands in parentheses and may hold anything.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return stat === '' || fields[0] === 'Z' || fields[0] === 'X' ? null : Number(fields[19])
}

function pidNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid')
  } catch {
    return ''
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch {
    return ''
  }
}
