import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ProcessOutcome } from '../contracts.ts'
import { bundlesIn, exited, fakeBench, fakeLauncher, usage } from './fake.fixture.ts'
import { sequentialTrial } from './sequential.ts'

test('one container: created, deleted, its bundle gone, its time the sum of its phases', async context => {
  const launcher = fakeLauncher(() => exited(0, 5000))
  const bench = fakeBench(context, { launcher })
  const trial = await sequentialTrial(bench, 'c1')
  assert.deepEqual(launcher.started, ['create c1', 'delete c1'])
  assert.deepEqual(bundlesIn(bench.folder), [])
  const [creation] = trial.creations
  assert.equal(creation?.status, 'created')
  const { parse, convert, serialise, write, create, remove } = creation!.phases
  assert.deepEqual([create, remove], [5000, 5000])
  assert.equal(trial.wall_ns, parse! + convert! + serialise! + write! + create!, 'delete is in no time')
  assert.deepEqual([creation?.bytes, creation?.files], [7, 1])
  assert.deepEqual([trial.cpu_us, creation?.usage], [1000, usage])
  assert.deepEqual([trial.spec_makespan_ns, trial.create_makespan_ns], [null, null])
})

test('without a runtime nothing is started, and the CPU time is this process’s own', async context => {
  const launcher = fakeLauncher()
  const bench = fakeBench(context, { launcher, runtime: false, session: { writes: 'nothing' } })
  const trial = await sequentialTrial(bench, 'c1')
  assert.deepEqual(launcher.started, [])
  const { phases, usage: used } = trial.creations[0]!
  assert.deepEqual([phases.write, phases.create, phases.remove, used], [null, null, null, null])
  assert.deepEqual([typeof trial.cpu_us, trial.harness_cpu_us], ['number', null])
})

const span = { start_ns: 1, end_ns: 2 }
const failures: Record<string, readonly [ProcessOutcome, string]> = {
  'an exit code': [exited(3), 'create: exit code 3'],
  'a signal': [{ status: 'signalled', signal: 9, span }, 'create: killed by signal 9'],
  'no end': [{ status: 'timed-out', span }, 'create: no end within the timeout (--timeout), killed'],
  'no start': [{ status: 'not-started', reason: 'EAGAIN: x' }, 'create: not started (EAGAIN: x)'],
}

for (const [what, [outcome, reason]] of Object.entries(failures)) {
  test(`a create that fails by ${what} leaves a reason and no time, and is deleted all the same`, async context => {
    const launcher = fakeLauncher((_, number) => (number === 1 ? outcome : exited(0)))
    const trial = await sequentialTrial(fakeBench(context, { launcher }), 'c1')
    const [creation] = trial.creations
    assert.deepEqual([creation?.status, creation?.reason], ['failed', reason])
    assert.deepEqual([creation?.phases.create, creation?.usage, trial.cpu_us], [null, null, null])
    assert.deepEqual(launcher.started, ['create c1', 'delete c1'])
  })
}

test('a container that cannot be deleted counts as failed; the first failure is the one that is told', async context => {
  const deletes = fakeLauncher((_, number) => exited(number === 2 ? 1 : 0))
  const one = await sequentialTrial(fakeBench(context, { launcher: deletes }), 'c1')
  assert.equal(one.creations[0]?.reason, 'delete: exit code 1')
  const both = await sequentialTrial(fakeBench(context, { launcher: fakeLauncher(() => exited(1)) }), 'c1')
  assert.equal(both.creations[0]?.reason, 'create: exit code 1')
})

test('a spec that cannot be made starts no create; a full disk ends the run', async context => {
  const launcher = fakeLauncher()
  const failing = (code?: string) => ({
    serialise: () => {
      throw Object.assign(new Error('no\nspace'), code === undefined ? {} : { code })
    },
  })
  const trial = await sequentialTrial(fakeBench(context, { launcher, session: failing() }), 'c1')
  assert.equal(trial.creations[0]?.reason, 'spec: no\\nspace')
  assert.deepEqual(launcher.started, ['delete c1'])
  for (const code of ['ENOSPC', 'EDQUOT', 'EROFS', 'EIO']) {
    const full = fakeBench(context, { session: failing(code) })
    await assert.rejects(sequentialTrial(full, 'c1'), { name: 'BenchError', code: 'environment' })
  }
})
