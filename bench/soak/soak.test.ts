import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { randomStream } from '../../src/random.ts'
import { growth } from './growth.ts'
import { isSlower, pace } from './pace.ts'

/** A hundred creations of some 10 ms, ± 15 %. */
function creations(stream: string, factor = 1): number[] {
  const random = randomStream('c0ffee', stream)
  return Array.from({ length: 100 }, () => factor * 1e7 * (0.85 + 0.3 * random.unit()))
}

describe('the pace of a long run', () => {
  for (const [factor, slower] of [
    [1, false],
    [1.05, false],
    [1.3, true],
    [0.7, false],
  ] as const) {
    it(`with last creations ${factor} times as long is ${slower ? '' : 'not '}called slower, and the interval holds the truth`, () => {
      const found = pace(creations('first'), creations('last', factor))
      assert.equal(isSlower(found), slower)
      assert.ok(found.low! <= factor && factor <= found.high!, JSON.stringify(found))
      assert.equal(found.n, 100)
    })
  }

  it('has no interval, and no verdict, from two creations', () => {
    const found = pace([1, 1], [9, 9])
    assert.deepEqual([found.low, found.high, isSlower(found)], [null, null, false])
  })
})

describe('what a long run piles up', () => {
  const before = { descriptors: 20, rss_mib: 90, heap_mib: 20, cgroups: 0, mounts: 30 }

  it('is nothing where all stays, shrinks, or memory grows by less than 10 MiB', () => {
    const after = { descriptors: 19, rss_mib: 99.9, heap_mib: 15, cgroups: 0, mounts: 30 }
    assert.deepEqual(
      growth(before, after).filter(({ grown }) => grown),
      [],
    )
  })

  for (const [what, by] of [
    ['descriptors', 1],
    ['rss_mib', 10.1],
    ['heap_mib', 10.1],
    ['cgroups', 1],
    ['mounts', 1],
  ] as const) {
    it(`is told where ${what} grows by ${by}`, () => {
      const found = growth(before, { ...before, [what]: before[what] + by })
      assert.deepEqual(
        found.filter(({ grown }) => grown).map(line => line.what),
        [what],
      )
    })
  }
})
