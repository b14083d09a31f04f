import { lstatSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { BenchError, oneLine } from '../errors.ts'
import { runFileName } from '../run-file.ts'
import type { FileStamp } from './contract.ts'

export interface Scan {
  /** Sorted by path. */
  readonly files: readonly FileStamp[]
  /** Folders that are left out, and why: one line each. */
  readonly skipped: readonly string[]
}

/**
 * The stored runs of a folder: the folders in it that hold a run.json. One without (a run under way, or given up) is
 * none. Links are not followed: a run stands where it was measured. Throws BenchError `bad-input`.
 */
export function scanRuns(folder: string): Scan {
  const files: FileStamp[] = []
  const skipped: string[] = []
  for (const entry of entriesOf(folder)) {
    if (!entry.isDirectory()) continue
    const { name } = entry
    const stamp = stampOf(join(folder, name, runFileName))
    if (stamp === null) continue
    if (/\p{Cc}|\uFFFD/u.test(name)) skipped.push(`${oneLine(name)}: a name with control characters`)
    else if (stamp === 'no file') skipped.push(`${name}: ${runFileName} is no plain file`)
    else files.push({ path: name, stamp })
  }
  return { files: files.sort((one, other) => (one.path < other.path ? -1 : 1)), skipped }
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch (cause) {
    throw new BenchError('bad-input', `${folder}: the runs cannot be listed (${(cause as Error).message})`, {
      hint: 'give the folder that holds the runs with --runs, or measure one: seccomp-bench run',
      cause,
    })
  }
}

/** `null`: nothing there. A pipe or a device would hang whoever reads it. */
function stampOf(path: string): string | 'no file' | null {
  const stat = lstatSync(path, { bigint: true, throwIfNoEntry: false })
  if (stat === undefined) return null
  return stat.isFile() ? `${stat.mtimeNs}-${stat.size}` : 'no file'
}
