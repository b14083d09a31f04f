import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { distributionOf } from './distribution.ts'

describe('the distribution of an arm', () => {
  it('has the quantiles of R’s type 7, whatever the order', () => {
    const { n, min, q1, median, q3, max } = distributionOf([4, 1, 3, 2, 10])!
    assert.deepEqual({ n, min, q1, median, q3, max }, { n: 5, min: 1, q1: 2, median: 3, q3: 4, max: 10 })
  })

  it('is nothing without values', () => assert.equal(distributionOf([]), null))

  it('climbs from the least to the most, to 100 %, in at most as many steps as are asked for', () => {
    const values = fc.array(fc.double({ min: 1, max: 1e9, noNaN: true }), { minLength: 1, maxLength: 400 })
    fc.assert(
      fc.property(values, fc.integer({ min: 2, max: 50 }), (values, points) => {
        const { steps, max } = distributionOf(values, points)!
        assert.ok(steps.length <= points)
        assert.deepEqual(steps.at(-1), [max, 1])
        steps.slice(1).forEach(([value, share], index) => {
          assert.ok(value >= steps[index]![0] && share > steps[index]![1])
        })
      }),
    )
  })

  it('has a band that a quarter of the values makes twice as wide', () => {
    const band = (n: number) => distributionOf(Array.from({ length: n }, (_, index) => index + 1))!.band
    assert.ok(Math.abs(band(100) / band(400) - 2) < 1e-12)
    // sqrt(ln 40 / 200), worked out by hand.
    assert.ok(Math.abs(band(100) - 0.13581) < 1e-5)
  })
})
