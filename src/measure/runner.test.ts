import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Trial } from '../model.ts'
import { parseSeed } from '../random.ts'
import { fakeBench, fakeLauncher } from './fake.fixture.ts'
import { type RunnerInput, runRounds } from './runner.ts'
import { roundOrder } from './schedule.ts'

const sequential = { mode: 'sequential', containers: 1, warmupRounds: 2, concurrency: 1 } as const

interface Told {
  readonly status: string
  readonly trials: Trial[]
  readonly log: string[]
}

async function rounds(
  context: Parameters<typeof fakeBench>[0],
  input: Partial<RunnerInput> = {},
): Promise<Told> {
  const log: string[] = []
  const trials: Trial[] = []
  const benches = ['A', 'B'].map(id => fakeBench(context, { id, launcher: fakeLauncher() }))
  const status = await runRounds({
    plan: sequential,
    benches,
    idPrefix: 'sb-t',
    order: () => [0, 1],
    more: done => done < 3,
    stop: () => false,
    beforeRound: round => log.push(`round ${round}`),
    beforeTrial: (arm, prefix, count) => log.push(`${arm} ${prefix} ${count}`),
    onTrial: trial => {
      log.push(`${trial.arm} done`)
      trials.push(trial)
    },
    ...input,
  })
  return { status, trials, log }
}

test('warm-up rounds first, marked and negative; then rounds from 0 until no more are wanted', async context => {
  const { status, trials } = await rounds(context)
  assert.equal(status, 'complete')
  assert.deepEqual(
    trials.map(({ round, slot, arm, warmup }) => `${round}.${slot}${arm}${warmup ? 'w' : ''}`),
    ['-2.1Aw', '-2.2Bw', '-1.1Aw', '-1.2Bw', '0.1A', '0.2B', '1.1A', '1.2B', '2.1A', '2.2B'],
  )
})

test('each round has the order that the seed gives it', async context => {
  const seed = parseSeed('abc')
  const order = (round: number) => roundOrder(seed, round, ['0', '1']).map(Number)
  const { trials } = await rounds(context, { order, more: done => done < 20 })
  const arms = trials.filter(({ warmup }) => !warmup).map(({ arm }) => arm)
  const promised = Array.from({ length: 20 }, (_, round) => roundOrder(seed, round, ['A', 'B'])).flat()
  assert.deepEqual(arms, promised)
  assert.ok(promised.join('').includes('ABBA'), 'the seed gives both orders')
})

test('what is about to be made is told before it is made, by names that never come twice', async context => {
  const { log } = await rounds(context, {
    plan: { ...sequential, mode: 'parallel', containers: 3, warmupRounds: 1 },
  })
  assert.deepEqual(log.slice(0, 6), [
    'round -1',
    '0 sb-t-0-0- 3',
    'A done',
    '1 sb-t-1-0- 3',
    'B done',
    'round 0',
  ])
  const names = log.filter(line => line.includes('sb-t'))
  assert.equal(new Set(names).size, names.length)
  assert.equal(names.length, 8)
})

test('stop is asked between trials: the trial in flight is whole, the round may be half', async context => {
  for (let after = 0; after <= 10; after++) {
    let asked = 0
    const { status, trials } = await rounds(context, { stop: () => asked++ === after })
    assert.equal(status, after < 10 ? 'interrupted' : 'complete')
    assert.equal(trials.length, after)
  }
})

test('more is asked once before each round that counts, with the rounds done', async context => {
  const asked: number[] = []
  await rounds(context, { more: done => asked.push(done) < 4 })
  assert.deepEqual(asked, [0, 1, 2, 3])
})

test('a run that goes on warms up anew, and begins with its first round that is not whole', async context => {
  const asked: number[] = []
  const { trials } = await rounds(context, {
    firstRound: 7,
    elapsed_ns: 5e9,
    more: done => {
      asked.push(done)
      return done < 9
    },
  })
  assert.deepEqual(
    trials.map(({ round }) => round),
    [-2, -2, -1, -1, 7, 7, 8, 8],
  )
  assert.deepEqual(asked, [7, 8, 9])
  assert.ok(
    trials.every(({ start_ns }) => start_ns >= 5e9),
    'times go on from there',
  )
  const without = await rounds(context, { plan: { ...sequential, warmupRounds: 0 }, firstRound: 2 })
  assert.deepEqual(
    without.trials.map(({ round }) => round),
    [2, 2],
  )
})

test('an error in a trial comes out, and no later trial runs', async context => {
  let trials = 0
  const onTrial = () => {
    trials += 1
    if (trials === 3) throw new Error('full')
  }
  await assert.rejects(rounds(context, { onTrial }), /full/)
  assert.equal(trials, 3)
})
