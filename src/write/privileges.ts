import { readFileSync } from 'node:fs'
import type { Availability } from '../contracts.ts'
import { cgroupLayout } from '../namespace.ts'

type Skipped = Extract<Availability, { status: 'skipped' }>

/** Why this process may not create containers; `null` where it may. */
export function missingPrivilege(): Skipped | null {
  if (process.getuid?.() !== 0) {
    return { status: 'skipped', reason: 'creating containers needs root', hint: 'run it as root (sudo)' }
  }
  if (!mayAdministrate()) {
    return {
      status: 'skipped',
      reason: 'root has no CAP_SYS_ADMIN here',
      hint: 'run it outside of a container, or in a privileged one',
    }
  }
  return null
}

/** A trial container failed: the likely way out. */
export function hintFor(failure: string): string {
  if (/hybrid/i.test(failure) || (/cgroup/i.test(failure) && cgroupLayout() === 'hybrid')) {
    return 'this host mounts cgroup v1 and v2 at once: add --private-mounts'
  }
  if (/memlock/i.test(failure)) return 'raise the limit of locked memory (ulimit -l unlimited)'
  return 'the runtime itself refuses: mend what it names, or choose another writer'
}

const CAP_SYS_ADMIN = 21n

function mayAdministrate(): boolean {
  try {
    const text = /^CapEff:\s*([0-9a-f]+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '0'
    return ((BigInt(`0x${text}`) >> CAP_SYS_ADMIN) & 1n) === 1n
  } catch {
    return true
  }
}
