import { z } from 'zod'
import { BenchError } from '../errors.ts'
import { readText } from '../read-text.ts'

const reading = {
  before_s: z.number().positive(),
  after_s: z.number().positive(),
}

const row = z.looseObject({
  architecture: z.string().max(40),
  mode: z.enum(['sequential', 'parallel']),
  containers: z.number().int().min(1),
  ...reading,
  stated_pct: z.number(),
  conflict: z.string().max(500).optional(),
  /** What another place of the same source says instead. */
  otherwise: z.object({ ...reading, where: z.string().max(200) }).optional(),
})

const publishedSchema = z.looseObject({
  source: z.string().max(500),
  note: z.string().max(500),
  results: z.array(row).max(100),
})

/** A time before and one after, as they were published: one pair, no spread. */
export interface Claim {
  readonly architecture: string
  readonly mode: 'sequential' | 'parallel'
  readonly containers: number
  readonly before_s: number
  readonly after_s: number
  /** From the two times, %; negative: less. */
  readonly change_pct: number
  /** As the source rounds it; `null` for a reading that it does not put into words. */
  readonly stated_pct: number | null
  /** Which of two readings this is, where the source contradicts itself. */
  readonly reading: string | null
}

export interface Published {
  readonly source: string
  readonly note: string
  readonly claims: readonly Claim[]
}

/** Reads results/reference/published.json. Throws BenchError `bad-input`. */
export function readPublished(path: string): Published {
  const fail = (what: string, cause?: unknown) =>
    new BenchError('bad-input', `${path}: ${what}`, { hint: 'install the program again', cause })
  let value: unknown
  try {
    value = JSON.parse(readText(path, 1024 * 1024) ?? '')
  } catch (cause) {
    throw fail(`the published figures cannot be read (${(cause as Error).message})`, cause)
  }
  const parsed = publishedSchema.safeParse(value)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!
    throw fail(`${['$', ...issue.path].join('.')}: ${issue.message}`)
  }
  const { source, note, results } = parsed.data
  return { source, note, claims: results.flatMap(readingsOf) }
}

function readingsOf(result: z.infer<typeof row>): Claim[] {
  const { architecture, mode, containers, before_s, after_s, stated_pct, otherwise } = result
  const cell = { architecture, mode, containers }
  const claim = (before: number, after: number) => ({
    ...cell,
    before_s: before,
    after_s: after,
    change_pct: 100 * (after / before - 1),
  })
  const first = { ...claim(before_s, after_s), stated_pct }
  if (otherwise === undefined) return [{ ...first, reading: null }]
  return [
    { ...first, reading: `${before_s} s before` },
    {
      ...claim(otherwise.before_s, otherwise.after_s),
      stated_pct: null,
      reading: `${otherwise.before_s} s before (${otherwise.where})`,
    },
  ]
}
