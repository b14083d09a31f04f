import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import { type Libseccomp, openLibseccomp } from './libseccomp.ts'

/** libseccomp, or `null` and a skipped test with the reason; a failed one where everything is required. */
export function libseccompFor(t: TestContext): Libseccomp | null {
  const opened = openLibseccomp()
  if (opened.status === 'opened') return opened.library
  const reason = `${opened.reason} (${opened.hint})`
  if (process.env.SECCOMP_BENCH_REQUIRE === '1') assert.fail(reason)
  t.skip(reason)
  return null
}
