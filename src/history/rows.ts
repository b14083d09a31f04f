/** Between what the index keeps and rows of a table. */
import { z } from 'zod'
import type { SqlValue } from './connection.ts'
import { type FileEntry, IndexCorrupt, type Ratio, type RunFacts } from './contract.ts'

export interface RunRow {
  readonly origin: string
  readonly path: string
  readonly facts: string | null
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

/** Facts stand in one column: databases filter by the others, and nothing else ever looks inside. */
export const runColumns = [
  'origin',
  'path',
  'stamp',
  'refused',
  'id',
  'created',
  'scenario',
  'architecture',
  'facts',
] as const

export function runRow(origin: string, entry: FileEntry): SqlValue[] {
  const head = [origin, entry.path, entry.stamp]
  if (entry.status === 'refused') return [...head, entry.reason, null, null, null, null, null]
  const { facts } = entry.run
  return [...head, null, facts.id, facts.created, facts.scenario, facts.architecture, JSON.stringify(facts)]
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

/** Throws IndexCorrupt for a row that this program did not write. */
export function runOf({ path, facts }: RunRow): RunFacts {
  try {
    return factsSchema.parse(JSON.parse(facts ?? 'null'))
  } catch (cause) {
    throw new IndexCorrupt(`the facts of ${path} cannot be read`, { cause })
  }
}

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

const factsSchema = z.object({
  id: text,
  created: text,
  status: z.enum(['complete', 'interrupted']),
  invalid: text.nullable(),
  commit: text.nullable(),
  version: text,
  scenario: text,
  mode: z.enum(['sequential', 'parallel']),
  containers: z.number(),
  concurrency: z.number(),
  launcher: text,
  architecture: text,
  native: z.boolean(),
  privateMounts: z.boolean(),
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
}) satisfies z.ZodType<RunFacts>
