import { z } from 'zod'
import { runSchema } from '../run-schema.ts'

/** JSON Schema (draft 2020-12) of run.json and of the `json` export: what is checked when a run is read. */
export function runJsonSchema(): Readonly<Record<string, unknown>> {
  const { $schema, ...schema } = z.toJSONSchema(runSchema, { target: 'draft-2020-12', io: 'input' })
  return { $schema, $id: 'seccomp-bench/run/1', title: 'A run of seccomp-bench', ...schema }
}
