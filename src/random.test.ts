import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { BenchError } from './errors.ts'
import { parseSeed, randomStream, shuffled } from './random.ts'

const seed = parseSeed('1')
const words = (name: string, index = 0, count = 4): number[] => {
  const stream = randomStream(seed, name, index)
  return Array.from({ length: count }, () => stream.word())
}

test('a seed is written in one way, however it was given', () => {
  for (const given of ['ff', '0xFF', '00000000000000ff', 255n])
    assert.equal(parseSeed(given), '00000000000000ff')
  assert.equal(parseSeed(2n ** 64n - 1n), 'ffffffffffffffff')
})

test('what is no seed is refused with the way to give one', () => {
  for (const given of ['', 'xyz', '-1', '11111111111111111', 2n ** 64n, -1n]) {
    assert.throws(
      () => parseSeed(given),
      (error: unknown) =>
        error instanceof BenchError && error.code === 'bad-input' && error.hint !== undefined,
    )
  }
})

test('a stream is the same every time, and its values are pinned', () => {
  assert.deepEqual(words('order'), words('order'))
  assert.deepEqual(words('order'), [2361633482, 586137196, 216818090, 861976466])
})

test('streams of other names, indices or seeds share nothing', () => {
  const firsts = new Set<number>()
  for (const name of ['order', 'jitter', 'bootstrap', 'shuffle', 'envpad']) {
    for (let index = 0; index < 200; index++) firsts.add(words(name, index, 1)[0] as number)
  }
  for (let other = 2n; other < 202n; other++) firsts.add(randomStream(parseSeed(other), 'order').word())
  assert.equal(firsts.size, 1200)
})

test('draws of one stream leave every other unchanged', () => {
  const before = words('order', 3)
  words('bootstrap', 0, 10_000)
  assert.deepEqual(words('order', 3), before)
})

test('first coins of neighbouring indices are fair and independent', () => {
  const n = 20_000
  let ones = 0
  let repeats = 0
  let last = 0
  for (let index = 0; index < n; index++) {
    const coin = randomStream(seed, 'order', index).coin()
    ones += coin
    repeats += coin === last ? 1 : 0
    last = coin
  }
  for (const count of [ones, repeats])
    assert.ok(Math.abs(count - n / 2) < 4 * Math.sqrt(n / 4), String(count))
})

test('below gives every number of its range, and unit stays in [0, 1)', () => {
  const stream = randomStream(seed, 'range')
  const counts = new Array<number>(7).fill(0)
  for (let draw = 0; draw < 7000; draw++) counts[stream.below(7)]!++
  for (const count of counts) assert.ok(Math.abs(count - 1000) < 150, String(counts))
  for (let draw = 0; draw < 1000; draw++) {
    const value = stream.unit()
    assert.ok(value >= 0 && value < 1)
  }
})

test('shuffling keeps every item and leaves the list as it was', () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), fc.nat(), (items, index) => {
      const before = [...items]
      const mixed = shuffled(items, randomStream(seed, 'shuffle', index))
      assert.deepEqual(items, before)
      assert.deepEqual([...mixed].sort(), [...items].sort())
    }),
  )
})
