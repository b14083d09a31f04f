import assert from 'node:assert/strict'
import { test } from 'node:test'
import { monotonic_ns } from '../clock.ts'
import { bundlesIn, exited, fakeBench, fakeLauncher } from './fake.fixture.ts'
import { parallelTrial } from './parallel.ts'

const ids = ['p0', 'p1', 'p2', 'p3']
const batch = { ids, concurrency: 4, stop: () => false }

test('every create comes before every delete, in the order of the ids; no bundle is left', async context => {
  const launcher = fakeLauncher()
  const bench = fakeBench(context, { launcher })
  const trial = await parallelTrial(bench, batch)
  assert.deepEqual(launcher.started, [...ids.map(id => `create ${id}`), ...ids.map(id => `delete ${id}`)])
  assert.deepEqual(bundlesIn(bench.folder), [])
  assert.ok(trial.creations.every(({ status }) => status === 'created'))
  assert.equal(trial.interrupted, undefined)
  assert.equal(trial.cpu_us, 4000)
})

test('the makespans: from the first conversion, and from the first create, to the end of the last create', async context => {
  let first = 0
  const launcher = fakeLauncher((_, number) => {
    if (number === 1) first = monotonic_ns()
    const end = first + number * 1e6
    return { status: 'exited', exitCode: 0, span: { start_ns: first, end_ns: end }, usage: null }
  })
  const trial = await parallelTrial(fakeBench(context, { launcher }), batch)
  assert.equal(trial.create_makespan_ns, 4e6)
  const last = Math.max(...trial.creations.map(({ end_ns }) => end_ns))
  assert.equal(trial.wall_ns, last)
  assert.ok(trial.spec_makespan_ns! > 0 && trial.spec_makespan_ns! + 4e6 <= trial.wall_ns)
  assert.equal(trial.cpu_us, null, 'no launcher told it')
  const starts = trial.creations.map(({ start_ns }) => start_ns)
  assert.deepEqual(
    starts,
    starts.toSorted((one, other) => one - other),
  )
})

test('waiting for other containers’ specs is in no container’s latency', async context => {
  const trial = await parallelTrial(
    fakeBench(context, { launcher: fakeLauncher(() => exited(0, 10)) }),
    batch,
  )
  for (const { latency_ns, phases } of trial.creations) {
    const { parse, convert, serialise, write, create } = phases
    assert.equal(latency_ns, parse! + convert! + serialise! + write! + create!)
  }
})

test('failures stay with their container: no time, their own reason, deleted like all', async context => {
  const launcher = fakeLauncher((_, number) => exited(number === 2 ? 7 : 0))
  const trial = await parallelTrial(fakeBench(context, { launcher }), batch)
  assert.deepEqual(
    trial.creations.map(({ reason, phases }) => [reason, phases.create === null]),
    [
      [undefined, false],
      ['create: exit code 7', true],
      [undefined, false],
      [undefined, false],
    ],
  )
  assert.equal(launcher.started.length, 8)
  assert.equal(trial.cpu_us, 3000)
})

test('stopped in the middle: marked, those not started say so, and every container is deleted', async context => {
  let asked = 0
  const launcher = fakeLauncher()
  const stop = () => ++asked > 2
  const trial = await parallelTrial(fakeBench(context, { launcher }), { ...batch, stop })
  assert.equal(trial.interrupted, true)
  assert.deepEqual(
    trial.creations.map(({ reason }) => reason),
    [undefined, undefined, ...Array(2).fill('create: not started (stopped before its turn)')],
  )
  assert.deepEqual(
    launcher.started.slice(2),
    ids.map(id => `delete ${id}`),
  )
})

test('in-process writers: no creates, a makespan of the specs, through the thread pool', async context => {
  const trial = await parallelTrial(fakeBench(context, { runtime: false }), batch)
  assert.equal(trial.create_makespan_ns, null)
  assert.equal(trial.harness_cpu_us, null)
  assert.ok(trial.creations.every(({ status, phases }) => status === 'created' && phases.write! > 0))
  const last = Math.max(...trial.creations.map(({ end_ns }) => end_ns))
  assert.equal(trial.wall_ns, last)
})
