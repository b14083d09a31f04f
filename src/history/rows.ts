/** Between what the index keeps and rows of a table. */
import { z } from 'zod'
import type { SqlValue } from './connection.ts'
import { type FileEntry, IndexCorrupt, type Ratio, type RunFacts } from './contract.ts'

export interface RunRow {
  readonly origin: string
  readonly path: string
  readonly id: string | null
  readonly created: string | null
  readonly commit_hash: string | null
  readonly interrupted: number | null
  readonly invalid: string | null
  readonly setup: string | null
}

export interface RatioRow {
  readonly origin: string
  readonly path: string
  readonly metric: string
  readonly baseline: number
  readonly candidate: number
  readonly n: number
  readonly estimate_pct: number | null
  readonly low_pct: number | null
  readonly high_pct: number | null
  readonly reason: string | null
}

/** `setup` is what runs one after the other have in common, as JSON: equal texts are read once. */
export const runColumns = [
  'origin',
  'path',
  'stamp',
  'refused',
  'id',
  'created',
  'commit_hash',
  'interrupted',
  'invalid',
  'scenario',
  'architecture',
  'setup',
] as const

export function runRow(origin: string, entry: FileEntry): SqlValue[] {
  const head = [origin, entry.path, entry.stamp]
  if (entry.status === 'refused') return [...head, entry.reason, ...Array(8).fill(null)]
  const { id, created, commit, status, invalid, ...setup } = entry.run.facts
  const interrupted = status === 'interrupted' ? 1 : 0
  const { scenario, architecture } = setup
  const text = JSON.stringify(setup)
  return [...head, null, id, created, commit, interrupted, invalid, scenario, architecture, text]
}

export const ratioColumns = [
  'origin',
  'path',
  'metric',
  'baseline',
  'candidate',
  'n',
  'estimate_pct',
  'low_pct',
  'high_pct',
  'reason',
] as const

export function ratioRows(origin: string, entry: FileEntry): SqlValue[][] {
  if (entry.status === 'refused') return []
  return entry.run.ratios.map(({ metric, baseline, candidate, change }) => {
    const numbers =
      change.status === 'estimated'
        ? [change.estimate_pct, change.low_pct, change.high_pct, null]
        : [null, null, null, change.reason]
    return [origin, entry.path, metric, baseline, candidate, change.n, ...numbers]
  })
}

/** A reader of rows. Throws IndexCorrupt for one that this program did not write. */
export function runReader(): (row: RunRow) => RunFacts {
  const setups = new Map<string, Setup>()
  return ({ path, id, created, commit_hash, interrupted, invalid, setup }) => {
    try {
      const text = setup ?? ''
      const known = setups.get(text) ?? setupSchema.parse(JSON.parse(text))
      setups.set(text, known)
      if (id === null || created === null) throw new Error('no id or time')
      const status = interrupted === 1 ? 'interrupted' : 'complete'
      return { id, created, commit: commit_hash, status, invalid, ...known }
    } catch (cause) {
      throw new IndexCorrupt(`the facts of ${path} cannot be read`, { cause })
    }
  }
}

type Setup = Omit<RunFacts, 'id' | 'created' | 'commit' | 'status' | 'invalid'>

export function ratioOf(row: RatioRow): Ratio {
  const { metric, baseline, candidate, n, estimate_pct, low_pct, high_pct, reason } = row
  if (estimate_pct !== null) {
    return {
      metric,
      baseline,
      candidate,
      change: { status: 'estimated', n, estimate_pct, low_pct, high_pct },
    }
  }
  return { metric, baseline, candidate, change: { status: 'insufficient', n, reason: reason ?? '' } }
}

const text = z.string()

const setupSchema = z.object({
  version: text,
  scenario: text,
  mode: z.enum(['sequential', 'parallel']),
  containers: z.number(),
  concurrency: z.number(),
  launcher: text,
  architecture: text,
  native: z.boolean(),
  privateMounts: z.boolean(),
  pinned: z.boolean().default(false),
  capabilities: z.array(text),
  hostClass: z.record(text, text),
  kernel: text,
  node: text,
  libseccomp: text.nullable(),
  arms: z
    .array(
      z.object({
        id: text,
        label: text,
        converter: text,
        writer: text,
        version: text,
        binarySha256: text.nullable(),
        profile: text,
        profileSha256: text,
        fsync: z.boolean(),
      }),
    )
    .min(2),
}) satisfies z.ZodType<Setup>
