import assert from 'node:assert/strict'
import { endianness } from 'node:os'
import type { TestContext } from 'node:test'
import { libseccompFor } from '../bpf/libseccomp.fixture.ts'
import type { OciFilter } from '../profile/oci.ts'
import { type Difference, equivalence } from './equivalence.ts'

/** Options of a suite whose filters are for little-endian machines. */
export const little = endianness() === 'LE' ? {} : { skip: 'the cases are those of little-endian machines' }

/** None where the filters are equivalent; `null`: skipped, for libseccomp is missing. */
export function differencesOf(
  t: TestContext,
  a: OciFilter | null,
  b: OciFilter | null,
  machine = 'x86_64',
): readonly Difference[] | null {
  if (libseccompFor(t) === null) return null
  const result = equivalence(a, b, machine)
  assert.ok(result.status !== 'unknown', JSON.stringify(result))
  assert.ok(result.cases > 1000)
  return result.status === 'different' ? result.differences : []
}
