import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { roundOrder } from '../measure/schedule.ts'
import { randomStream } from '../random.ts'
import { type CoinRounds, logRatios } from './crossover.ts'
import { meanRatio } from './mean.ts'
import { blindScale, detectable_pct, plan, plannedRounds, roundsToDetect, roundsToExclude } from './plan.ts'
import { completeRounds, type MeasuredRound, upTo } from './rounds.ts'

test('rounds for 90 % power by noise and change, within 3 % of the linear formula', () => {
  const table = [
    [1, 0.5, 48],
    [1, 0.6, 34],
    [2, 0.6, 126],
    [2, 1, 48],
    [3, 0.6, 279],
    [3, 1.2, 71],
    [5, 1, 279],
    [5, 2, 72],
    [8, 0.5, 2820],
  ] as const
  for (const [scale_pct, change_pct, rounds] of table) {
    const found = roundsToDetect(scale_pct / 100, change_pct)
    assert.ok(Math.abs(found / rounds - 1) <= 0.03, `${scale_pct} % ${change_pct} %: ${found}, ${rounds}`)
  }
})

test('what n rounds can find is what n rounds are planned for', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.001, max: 0.1, noNaN: true }),
      fc.double({ min: 0.2, max: 5, noNaN: true }),
      (scale, change) => {
        const n = roundsToDetect(scale, change)
        if (n >= 5) assert.ok((detectable_pct(scale, n) ?? Infinity) <= change * (1 + 1e-9))
        if (n >= 6) assert.ok((detectable_pct(scale, n - 1) ?? 0) > change)
      },
    ),
  )
  assert.equal(detectable_pct(0.01, 4), null)
})

test('a plan stays between the pilot and the cap, and asks for more when the goals are finer', () => {
  const goals = (mde_pct: number) => ({ mde_pct, margin_pct: 1 })
  assert.equal(plannedRounds(0.0001, goals(1), 500), 20)
  assert.equal(plannedRounds(0.1, goals(1), 500), 500)
  assert.equal(plannedRounds(0, goals(1), 500), 20)
  assert.ok(plannedRounds(0.02, goals(0.5), 5000) > plannedRounds(0.02, goals(1), 5000))
  assert.ok(roundsToExclude(0.02, 1) > roundsToDetect(0.02, 1))
})

test('the answer of a plan: rounds and seconds for each goal', () => {
  const random = randomStream('9', 'plan')
  const z = Array.from({ length: 200 }, () => 0.04 * (random.unit() + random.unit() - 1))
  const answer = plan(z, 0.5, { mde_pct: 0.6, margin_pct: 1 })
  assert.equal(answer.pilotRounds, 200)
  assert.deepEqual(answer.seconds, [
    answer.roundsToDetect / 2,
    answer.roundsToExclude / 2,
    answer.sequentialRounds / 2,
  ])
  assert.ok(answer.sequentialRounds > answer.roundsToDetect)
})

test('the scale looks at no label and is not moved by spikes', () => {
  const random = randomStream('9', 'scale')
  const z = Array.from(
    { length: 2000 },
    (_, i) => random.unit() + random.unit() + random.unit() - 1.5 + (i % 20 === 0 ? 50 : 0),
  )
  assert.ok(Math.abs(blindScale(z) - 0.5) < 0.06, String(blindScale(z)))
  assert.equal(blindScale(z.map(value => value + 7)).toFixed(9), blindScale(z).toFixed(9))
})

test('the mean’s interval covers as its label says, in calm noise', () => {
  let held = 0
  for (let run = 0; run < 60; run++) {
    const random = randomStream('c', 'mean', run)
    const o = Array.from({ length: 60 }, () => random.coin() as number)
    const data: CoinRounds = {
      o,
      z: o.map(bit => (bit === 1 ? 0.01 : -0.01) + 0.02 * (random.unit() + random.unit() - 1)),
    }
    const found = meanRatio(data, 0.05, randomStream('c', 'bootstrap', run))
    assert.ok(found !== null && found.low < found.theta && found.theta < found.high)
    if (found.low <= 0.01 && 0.01 <= found.high) held++
  }
  assert.ok(held >= 52, `${held} of 60`)
  assert.equal(meanRatio({ z: [1, 2, 3], o: [1, 0, 1] }, 0.05, randomStream('c', 'few')), null)
})

const round = (
  index: number,
  slotArms: readonly string[],
  wall: readonly (number | null)[],
): MeasuredRound => ({
  round: index,
  slotArms,
  values: { wall },
})

test('pairs: who ran second, what ran before, and what is left out', () => {
  const rounds = [
    round(0, ['A', 'B'], [1, 2]),
    round(1, ['B', 'A'], [4, 2]),
    round(2, ['A', 'B'], [null, 2]),
    round(3, ['A', 'B'], [0, 2]),
    round(4, ['B', 'A'], [1, 1]),
    round(6, ['B', 'A'], [2, 1]),
    round(7, ['A', 'C'], [1, 1]),
    round(8, ['B', 'C', 'A'], [3, 1, 1]),
  ]
  const data = completeRounds(rounds, 'wall', 'A', 'B')
  assert.equal(data.recorded, 7)
  assert.deepEqual([...data.places], [0, 1, 4, 5, 7])
  assert.deepEqual([...data.o], [1, 0, 0, 0, 0])
  assert.deepEqual([...data.last], [Number.NaN, 1, 1, Number.NaN, Number.NaN])
  assert.deepEqual([...logRatios(data)], [2, 2, 1, 2, 3].map(Math.log))
  assert.deepEqual([...data.times], [1, 2, 4, 2, 1, 1, 2, 1, 3, 1])
  assert.deepEqual([...data.isCandidate], [0, 1, 1, 0, 1, 0, 1, 0, 1, 0])
  assert.deepEqual([...upTo(data, 5).places], [0, 1, 4])
  assert.equal(upTo(data, 100).z.length, 5)
  assert.equal(completeRounds(rounds, 'cpu', 'A', 'B').z.length, 0)
})

test('the order of rounds and arms never changes what a metric is worth', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.tuple(
          fc.double({ min: 0.1, max: 10, noNaN: true }),
          fc.double({ min: 0.1, max: 10, noNaN: true }),
        ),
        { maxLength: 20 },
      ),
      times => {
        const rounds = times.map(([a, b], index) => {
          const slotArms = roundOrder('d', index, ['A', 'B'])
          return round(
            index,
            slotArms,
            slotArms.map(arm => (arm === 'A' ? a : b)),
          )
        })
        const data = completeRounds(rounds, 'wall', 'A', 'B')
        assert.deepEqual(
          [...data.baseline],
          times.map(([a]) => a),
        )
        assert.deepEqual(
          [...data.candidate],
          times.map(([, b]) => b),
        )
      },
    ),
  )
})
