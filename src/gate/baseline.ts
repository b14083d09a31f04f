import { z } from 'zod'
import { BenchError } from '../errors.ts'
import { firstIssue } from '../issue.ts'
import { readText } from '../read-text.ts'

const facts = z.record(z.string().max(200), z.string().max(5000))

const cell = z.strictObject({
  name: z.string().min(1).max(500),
  counts: z.record(z.string().max(100), z.number().int().min(0).nullable()),
})

const change = z.strictObject({
  metric: z.string().max(100),
  n: z.number().int().min(1),
  estimate_pct: z.number().gt(-100),
  low_pct: z.number().gt(-100).nullable(),
  high_pct: z.number().gt(-100).nullable(),
})

/** The ratio of the arms in one session, of one cell on one kind of machine. */
const session = z.strictObject({
  run: z.string().max(200),
  seed: z.string().max(20),
  cell: facts,
  hostClass: facts,
  arms: z.array(cell),
  changes: z.array(change),
})

const baselineSchema = z.strictObject({
  schema: z.literal('seccomp-bench/baseline/1'),
  /** Exact counts: the same on every machine. */
  ledger: z.array(cell),
  /** Compiled filters, for each version of libseccomp that compiled them. */
  compiled: z.array(z.strictObject({ libseccomp: z.string().max(50), cells: z.array(cell) })),
  /** At most one for each cell and host class. */
  times: z.array(session),
})

export type Baseline = z.infer<typeof baselineSchema>
export type BaselineSession = z.infer<typeof session>

export const emptyBaseline: Baseline = {
  schema: 'seccomp-bench/baseline/1',
  ledger: [],
  compiled: [],
  times: [],
}

/** Reads and checks a baseline file. Throws BenchError `bad-input` in one line. */
export function readBaseline(path: string): Baseline {
  const hint = 'make one with: npm run gate -- --baseline FILE --update'
  const fail = (what: string, cause?: unknown) =>
    new BenchError('bad-input', `${path}: ${what}`, { hint, cause })
  let value: unknown
  try {
    const text = readText(path, largest_bytes)
    if (text === null) throw new Error(`longer than ${largest_bytes} bytes`)
    value = JSON.parse(text)
  } catch (cause) {
    throw fail(`the baseline cannot be read (${(cause as Error).message})`, cause)
  }
  const parsed = baselineSchema.safeParse(value)
  if (parsed.success) return parsed.data
  throw fail(firstIssue(parsed.error))
}

const largest_bytes = 64 * 1024 * 1024

/** As it is committed: one line for each cell, so that a diff shows which one changed. */
export function baselineText({ schema, ledger, compiled, times }: Baseline): string {
  const lines = (items: readonly unknown[]) =>
    items.length === 0 ? '[]' : `[\n${items.map(item => `  ${JSON.stringify(item)}`).join(',\n')}\n ]`
  const filters = compiled.map(
    ({ libseccomp, cells }) => `\n  {"libseccomp": ${JSON.stringify(libseccomp)}, "cells": ${lines(cells)}}`,
  )
  return `{
 "schema": ${JSON.stringify(schema)},
 "ledger": ${lines(ledger)},
 "compiled": [${filters.join(',')}],
 "times": ${lines(times)}
}
`
}
