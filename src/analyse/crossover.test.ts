import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { crossover } from './crossover.ts'
import { medianInterval } from './median-interval.ts'
import { median, nthDifference, nthSmallest, sorted } from './order.ts'

test('half the shift between the orders is the log ratio, and the slot effect is told apart', () => {
  const noise = [0.001, -0.002, 0.003, 0, 0.0015, -0.001, 0.0025, -0.0005]
  const z = noise.map((value, i) => value + 0.03 + (i % 2 === 0 ? 0.01 : -0.01))
  const result = crossover({ z, o: noise.map((_, i) => (i % 2 === 0 ? 1 : 0)) }, 0.05)
  assert.equal(result.status, 'estimated')
  if (result.status !== 'estimated') return
  assert.ok(Math.abs(result.theta - 0.01) < 0.002, String(result.theta))
  assert.ok(Math.abs(result.slot - 0.03) < 0.002, String(result.slot))
  assert.ok(result.low <= result.theta && result.theta <= result.high)
  assert.deepEqual(result.orders, [4, 4])
})

test('too few rounds of one order, or nothing but ties, give no estimate and say why', () => {
  const few = crossover({ z: [1, 2, 3, 4, 5, 6, 7], o: [1, 1, 1, 1, 0, 0, 0] }, 0.05)
  const tied = crossover({ z: new Array(20).fill(0), o: Array.from({ length: 20 }, (_, i) => i % 2) }, 0.05)
  for (const result of [few, tied]) assert.ok(result.status === 'insufficient' && result.reason.length > 0)
})

test('the interval holds a log ratio exactly when the test of that ratio does not reject it', () => {
  const places = fc.uniqueArray(fc.integer({ min: -1000, max: 1000 }), { minLength: 10, maxLength: 24 })
  const shifts = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 10, maxLength: 20 })
  fc.assert(
    fc.property(places, shifts, (steps, thetas) => {
      const z = steps.map(step => step / 1000)
      const o = z.map((_, i) => i % 2)
      const result = crossover({ z, o }, 0.05)
      if (result.status !== 'estimated') return
      for (const step of thetas) {
        // A quarter of a step: no two rounds tie after the shift.
        const theta = (step + 0.25) / 2000
        const moved = crossover({ z: z.map((value, i) => value - (o[i] === 1 ? theta : -theta)), o }, 0.05)
        assert.ok(moved.status === 'estimated')
        assert.equal(moved.p > 0.05, theta > result.low && theta < result.high)
      }
    }),
  )
})

test('swapping the arms turns the sign of everything but the slot effect', () => {
  const values = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 8, maxLength: 40 })
  fc.assert(
    fc.property(values, z => {
      const o = z.map((_, i) => ((i * 7) % 3 === 0 ? 1 : 0))
      const one = crossover({ z, o }, 0.05)
      const other = crossover({ z, o: o.map(bit => 1 - bit) }, 0.05)
      if (one.status !== 'estimated' || other.status !== 'estimated')
        return assert.equal(one.status, other.status)
      for (const [a, b] of [
        [one.theta, -other.theta],
        [one.low, -other.high],
        [one.high, -other.low],
        [one.slot, other.slot],
        [one.p, other.p],
      ] as const) {
        assert.ok(Math.abs(a - b) < 1e-12 || a === b, `${a} ${b}`)
      }
    }),
  )
})

test('selection among all differences finds what sorting them finds', () => {
  const value = fc.oneof(fc.double({ min: -10, max: 10, noNaN: true }), fc.integer({ min: -2, max: 2 }))
  const group = fc.array(value, { minLength: 1, maxLength: 60 })
  fc.assert(
    fc.property(group, group, fc.double({ min: 0, max: 1, noNaN: true }), (a, b, share) => {
      const all = sorted(a.flatMap(x => b.map(y => x - y)))
      const rank = 1 + Math.floor(share * (all.length - 1))
      assert.equal(nthDifference(sorted(a), sorted(b), rank), all[rank - 1])
      assert.equal(
        nthSmallest(
          a.flatMap(x => b.map(y => x - y)),
          rank,
        ),
        all[rank - 1],
      )
    }),
    { numRuns: 400 },
  )
})

test('median intervals: textbook ranks (n = 10: 2nd and 9th; n = 100: 40th and 61st), none below six samples', () => {
  const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1)
  for (const [n, low, high] of [
    [6, 1, 6],
    [10, 2, 9],
    [20, 6, 15],
    [100, 40, 61],
  ] as const) {
    const found = medianInterval(upTo(n))
    assert.deepEqual([found.low, found.high, found.value], [low, high, median(upTo(n))], `n = ${n}`)
  }
  assert.deepEqual(medianInterval(upTo(5)), { n: 5, value: 3, low: null, high: null, confidence_pct: 95 })
  assert.equal(medianInterval([]).value, null)
})
