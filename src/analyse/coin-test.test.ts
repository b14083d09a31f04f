import assert from 'node:assert/strict'
import { test } from 'node:test'
import { randomStream } from '../random.ts'
import { coinDecisions, spending } from './coin-test.ts'
import { crossover } from './crossover.ts'

const normalish = (random: { unit: () => number }): number =>
  random.unit() + random.unit() + random.unit() - 1.5

function rounds(index: number, n: number, effect = 0): { z: number[]; o: number[] } {
  const random = randomStream('a', 'coin-test', index)
  const o = Array.from({ length: n }, () => random.coin() as number)
  return { o, z: o.map(bit => normalish(random) + (bit === 1 ? effect : -effect)) }
}

test('with one look it decides as the exact p does, but where that is within a hair of 5 %', () => {
  let rejections = 0
  for (let run = 0; run < 60; run++) {
    const data = rounds(run, 40, run % 2 === 0 ? 0 : 0.2)
    const [decision] = coinDecisions(data, [{ n: 40, spent: 0.05 }], '1')
    const exact = crossover(data, 0.05)
    assert.ok(exact.status === 'estimated')
    if (exact.p < 0.04 || exact.p > 0.06)
      assert.equal(decision?.rejected, exact.p <= 0.05, `run ${run}, p ${exact.p}`)
    if (decision?.rejected) rejections++
  }
  assert.ok(rejections > 5 && rejections < 55)
})

test('no more vectors cross by a look than its share of the level allows', () => {
  // Every vector in turn as the one that was used: the decision is a function of the whole set, so its level is exact.
  const data = rounds(3, 100)
  const looks = [20, 40, 60, 80, 100].map(n => ({ n, spent: spending(n / 100) }))
  let rejected = 0
  for (let run = 0; run < 120; run++) {
    const random = randomStream('b', 'relabel', run)
    const relabelled = { z: data.z, o: data.o.map(() => random.coin()) }
    if (coinDecisions(relabelled, looks, '1').at(-1)?.rejected) rejected++
  }
  assert.ok(rejected <= 13, `${rejected} of 120`)
})

test('looking before costs: the last of five bounds is stricter than the bound of one look', () => {
  const data = rounds(8, 200)
  const five = coinDecisions(
    data,
    [40, 80, 120, 160, 200].map(n => ({ n, spent: spending(n / 200) })),
    '1',
  )
  const [one] = coinDecisions(data, [{ n: 200, spent: 0.05 }], '1')
  assert.equal(five.length, 5)
  assert.ok(Math.abs((one?.critical ?? 0) - 1.96) < 0.05, String(one?.critical))
  assert.ok((five[4]?.critical ?? 0) > 2.03 && (five[4]?.critical ?? 9) < 2.25, String(five[4]?.critical))
  assert.ok((five[0]?.critical ?? 0) > 2.9, String(five[0]?.critical))
})

test('a look depends on the rounds up to it only, and later looks leave earlier ones as they were', () => {
  const data = rounds(5, 100)
  const looks = [20, 60, 100].map(n => ({ n, spent: spending(n / 100) }))
  const all = coinDecisions(data, looks, '1')
  const early = coinDecisions({ z: data.z.slice(0, 60), o: data.o.slice(0, 60) }, looks.slice(0, 2), '1')
  assert.deepEqual(all.slice(0, 2), early)
})

test('ratios that are all tied, or all coins alike, never cross', () => {
  const looks = [{ n: 40, spent: 0.05 }]
  const o = Array.from({ length: 40 }, (_, i) => i % 2)
  assert.equal(coinDecisions({ z: o.map(() => 0), o }, looks, '1')[0]?.rejected, false)
  assert.equal(coinDecisions({ z: rounds(1, 40).z, o: o.map(() => 1) }, looks, '1')[0]?.rejected, false)
})

test('the level is spent slowly at first and in full at the end', () => {
  assert.deepEqual(
    [0.2, 0.5, 1, 1.5].map(time => spending(time)),
    [0.05 * 0.2 ** 2, 0.0125, 0.05, 0.05],
  )
})
