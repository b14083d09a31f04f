import { join } from 'node:path'
import { BenchError } from '../errors.ts'
import { readRun } from '../run-file.ts'
import type { FileEntry, FileStamp, HistoryStore, KnownFile } from './contract.ts'
import { entryOf } from './entry.ts'
import { scanRuns } from './scan.ts'

export interface SyncOptions {
  /** Whose files these are: tells the runs folders of several machines apart in a shared index. */
  readonly origin: string
  /** Also forget what this origin no longer has; an index of one's own always does. */
  readonly prune?: boolean
  readonly onProgress?: (done: number, of: number) => void
}

export interface SyncReport {
  /** Run files read now, and those known already. */
  readonly read: number
  readonly unchanged: number
  readonly forgotten: number
  /** What is no usable run: one line each, told every time. */
  readonly skipped: readonly string[]
}

/** Brings the index up to what the folder holds: new and changed files are read, the others are not. */
export async function sync(store: HistoryStore, folder: string, options: SyncOptions): Promise<SyncReport> {
  const { origin, prune = !store.shared, onProgress } = options
  const scan = scanRuns(folder)
  const known = await store.files(origin)
  const { read, gone, kept } = difference(known, scan.files)
  const refused = kept.flatMap(file => (file.refused === null ? [] : [`${file.path}: ${file.refused}`]))
  for (let start = 0; start < read.length; start += batch) {
    const entries = read.slice(start, start + batch).map((file, index) => {
      onProgress?.(start + index, read.length)
      return readEntry(folder, file)
    })
    await store.replace(origin, entries)
    for (const entry of entries) {
      if (entry.status === 'refused') refused.push(`${entry.path}: ${entry.reason}`)
    }
  }
  if (prune) await store.forget(origin, gone)
  return {
    read: read.length,
    unchanged: kept.length,
    forgotten: prune ? gone.length : 0,
    skipped: [...scan.skipped, ...refused.sort()],
  }
}

/** One transaction each: what is stopped half-way keeps what it has read. */
const batch = 20

/** What to read, what is there no more, and what stays as it is. */
export function difference(
  known: readonly KnownFile[],
  found: readonly FileStamp[],
): {
  readonly read: readonly FileStamp[]
  readonly gone: readonly string[]
  readonly kept: readonly KnownFile[]
} {
  const before = new Map(known.map(file => [file.path, file]))
  const now = new Set(found.map(({ path }) => path))
  const same = (file: FileStamp) => before.get(file.path)?.stamp === file.stamp
  return {
    read: found.filter(file => !same(file)),
    gone: known.flatMap(({ path }) => (now.has(path) ? [] : [path])),
    kept: found.flatMap(file => (same(file) ? [before.get(file.path)!] : [])),
  }
}

function readEntry(folder: string, file: FileStamp): FileEntry {
  const path = join(folder, file.path)
  try {
    return { ...file, status: 'indexed', run: entryOf(readRun(path)) }
  } catch (error) {
    if (!(error instanceof BenchError)) throw error
    // The line is shared with other machines: where the folder stands on this one is no part of it.
    return { ...file, status: 'refused', reason: error.message.replaceAll(`${path}/`, '') }
  }
}
