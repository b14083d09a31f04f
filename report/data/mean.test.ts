import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { meanInterval, studentQuantile975 } from './mean.ts'

describe('the mean with its interval', () => {
  // Any table of Student's t, column 0.975.
  const table: readonly [number, number][] = [
    [1, 12.7062],
    [5, 2.5706],
    [6, 2.4469],
    [7, 2.3646],
    [10, 2.2281],
    [19, 2.093],
    [499, 1.9647],
  ]
  for (const [df, t] of table) {
    it(`takes ${t} at ${df} degrees of freedom`, () =>
      assert.ok(Math.abs(studentQuantile975(df) - t) < 0.0015))
  }

  it('is mean ± t·s/√n', () => {
    const { mean, low, high } = meanInterval([1, 2, 3, 4, 5, 6])!
    assert.equal(mean, 3.5)
    assert.ok(Math.abs(high! - 3.5 - (2.5706 * Math.sqrt(3.5)) / Math.sqrt(6)) < 1e-9)
    assert.ok(Math.abs(3.5 - low! - (high! - 3.5)) < 1e-12)
  })

  it('has no interval from one value, and is nothing from none', () => {
    assert.deepEqual(meanInterval([7]), { n: 1, mean: 7, low: null, high: null })
    assert.equal(meanInterval([]), null)
  })
})
