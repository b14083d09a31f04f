/** The index over stored runs: what it holds, and what any database that holds it must do. */
import type { Facts } from '../cell.ts'
import { oneLine } from '../errors.ts'
import type { Mode } from '../model.ts'

/** What a run.json is known by: a file whose stamp is unchanged is not read again. */
export interface FileStamp {
  /** Name of the run's folder inside the runs folder. */
  readonly path: string
  /** Modification time in ns and size in bytes: `1767323045000000000-18218`. */
  readonly stamp: string
}

export interface KnownFile extends FileStamp {
  /** Why this file is no run, one line; `null`: it is one. */
  readonly refused: string | null
}

export type FileEntry =
  | (FileStamp & { readonly status: 'indexed'; readonly run: RunEntry })
  | (FileStamp & { readonly status: 'refused'; readonly reason: string })

/** A run as the index keeps it: facts that tell series apart or explain a change, and its ratios. */
export interface RunEntry {
  readonly facts: RunFacts
  readonly ratios: readonly Ratio[]
}

export interface RunFacts {
  readonly id: string
  /** ISO 8601, UTC. */
  readonly created: string
  readonly status: 'complete' | 'interrupted'
  /** Why its verdict is INVALID, one line; `null`: it is not. */
  readonly invalid: string | null
  readonly commit: string | null
  readonly version: string
  readonly scenario: string
  readonly mode: Mode
  readonly containers: number
  readonly concurrency: number
  readonly launcher: string
  readonly architecture: string
  readonly native: boolean
  readonly privateMounts: boolean
  /** To one processor. */
  readonly pinned: boolean
  readonly capabilities: readonly string[]
  /** What makes machines comparable (`hostClassOf`), and what may differ on one machine. */
  readonly hostClass: Facts
  readonly kernel: string
  readonly node: string
  readonly libseccomp: string | null
  readonly arms: readonly ArmFacts[]
}

export interface ArmFacts {
  readonly id: string
  readonly label: string
  readonly converter: string
  readonly writer: string
  readonly version: string
  readonly binarySha256: string | null
  readonly profile: string
  readonly profileSha256: string
  readonly fsync: boolean
}

/** One metric of one pair of arms, by their places in the run; every pair once, the earlier arm as the baseline. */
export interface Ratio {
  readonly metric: string
  readonly baseline: number
  readonly candidate: number
  readonly change: StoredChange
}

/** The candidate against the baseline, %; an end is `null` where the rounds cannot bound it. */
export type StoredChange =
  | {
      readonly status: 'estimated'
      readonly n: number
      readonly estimate_pct: number
      readonly low_pct: number | null
      readonly high_pct: number | null
    }
  | { readonly status: 'insufficient'; readonly n: number; readonly reason: string }

/** Absent: everything. */
export interface RunFilter {
  readonly scenario?: string
  readonly architecture?: string
  readonly metrics?: readonly string[]
  /** Only ratios to the first arm of each run. */
  readonly toFirst?: boolean
}

/**
 * One contract, whatever the database. Several processes may use one index at once: each call is one transaction. One
 * process waits for a call before it makes the next.
 * Calls throw BenchError `environment`; `IndexCorrupt` where the index must be made anew.
 */
export interface HistoryStore {
  /** For people, without a password. */
  readonly name: string
  /** Others write to it too: what is missing on this machine may be another's. */
  readonly shared: boolean
  /** What is known of the files of one origin (a machine's runs folder), by path. */
  readonly files: (origin: string) => Promise<readonly KnownFile[]>
  /** Puts these in place of whatever is known of the same files. */
  readonly replace: (origin: string, entries: readonly FileEntry[]) => Promise<void>
  readonly forget: (origin: string, paths: readonly string[]) => Promise<void>
  /** Each run once, oldest first (by `created`, then id), whichever origins know it; refused files are not in it. */
  readonly runs: (filter: RunFilter) => Promise<readonly RunEntry[]>
  readonly close: () => Promise<void>
}

/** The index cannot be read any more; the runs are files, so nothing is lost. */
export class IndexCorrupt extends Error {
  constructor(message: string, options: { readonly cause?: unknown } = {}) {
    super(oneLine(message), { cause: options.cause })
    this.name = 'IndexCorrupt'
  }
}
