import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { machine, tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, it } from 'node:test'
import type { WriterContext } from '../contracts.ts'
import { control, launchers } from '../launch/index.ts'
import { enterPrivateMounts } from '../namespace.ts'
import { writers } from '../write/index.ts'
import { systemCallsOf } from './system-calls.ts'

const top = mkdtempSync(join(tmpdir(), 'system-calls-'))
after(() => rmSync(top, { recursive: true, force: true }))
before(() => {
  try {
    if (process.getuid?.() === 0) enterPrivateMounts()
  } catch {
    // Where it cannot be entered, the runtimes' own checks say what is missing.
  }
})

function contextOf(name: string): WriterContext {
  const folder = join(top, name)
  mkdirSync(folder, { mode: 0o700 })
  const target = { machine: machine(), capabilities: [], kernel: { version: 6, revision: 1 } }
  return { folder, target, fsync: false, control }
}

const filter = {
  defaultAction: 'SCMP_ACT_ALLOW',
  syscalls: [{ names: ['acct'], action: 'SCMP_ACT_ERRNO' }],
}

for (const name of ['runc', 'crun', 'lxc'] as const) {
  it(`${name}’s system calls are counted, one number for each create, and nothing is left`, async t => {
    if (process.env.SECCOMP_BENCH_TESTS !== 'all' && name !== 'crun')
      return t.skip('with SECCOMP_BENCH_TESTS=all')
    const context = contextOf(name)
    const launcher = launchers.posix
    const counted = await systemCallsOf({ writer: writers[name], filter, context, launcher, creates: 2 })
    assert.ok(counted !== null)
    if (counted.status === 'skipped') {
      const reason = `${counted.reason} (${counted.hint})`
      if (process.env.SECCOMP_BENCH_REQUIRE === '1') assert.fail(reason)
      return t.skip(reason)
    }
    assert.equal(counted.calls.length, 2)
    for (const calls of counted.calls) assert.ok(calls > 200, String(calls))
    assert.equal(counted.stable, counted.calls[0] === counted.calls[1])
    assert.deepEqual(
      readdirSync(context.folder).filter(entry => entry.startsWith('strace-')),
      [],
    )
  })
}

it('a writer that starts no process has none; a missing runtime is told', async () => {
  const launcher = launchers.posix
  const memory = { writer: writers.memory, filter, context: contextOf('memory'), launcher, creates: 1 }
  const none = await systemCallsOf(memory)
  assert.ok(none === null || /strace/.test(none.status === 'skipped' ? none.reason : ''))
  const context = { ...contextOf('absent'), binary: '/nonexistent/runtime' }
  const absent = await systemCallsOf({ ...memory, writer: writers.crun, context })
  assert.ok(absent?.status === 'skipped')
  assert.match(absent.reason, /nonexistent|strace/)
})
