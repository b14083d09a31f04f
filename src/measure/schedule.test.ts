import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseSeed } from '../random.ts'
import { roundOrder } from './schedule.ts'

const seed = parseSeed('c0ffee')

test('an order depends on the seed and the round alone', () => {
  const forwards = Array.from({ length: 50 }, (_, round) => roundOrder(seed, round, ['A', 'B']))
  for (let round = 49; round >= 0; round--)
    assert.deepEqual(roundOrder(seed, round, ['A', 'B']), forwards[round])
  const other = Array.from({ length: 50 }, (_, round) => roundOrder(parseSeed('c0fffe'), round, ['A', 'B']))
  assert.notDeepEqual(forwards, other)
})

test('orders are pinned: a stored run can be checked against its seed', () => {
  const text = Array.from({ length: 16 }, (_, round) => roundOrder(seed, round, ['A', 'B']).join('')).join(
    ' ',
  )
  assert.equal(text, 'BA AB BA AB BA AB BA AB AB BA BA BA AB BA AB AB')
})

test('two arms take both orders equally often, whatever the round before did', () => {
  const counts = new Map<string, number>()
  let last = ''
  for (let round = 0; round < 8000; round++) {
    const order = roundOrder(seed, round, ['A', 'B']).join('')
    counts.set(last + order, (counts.get(last + order) ?? 0) + 1)
    last = order
  }
  for (const pair of ['ABAB', 'ABBA', 'BAAB', 'BABA']) {
    assert.ok(Math.abs((counts.get(pair) ?? 0) - 2000) < 200, `${pair} ${counts.get(pair)}`)
  }
})

test('three arms take each of six orders equally often', () => {
  const counts = new Map<string, number>()
  for (let round = 0; round < 6000; round++) {
    const order = roundOrder(seed, round, ['A', 'B', "A'"]).join()
    counts.set(order, (counts.get(order) ?? 0) + 1)
  }
  assert.equal(counts.size, 6)
  for (const count of counts.values()) assert.ok(Math.abs(count - 1000) < 130, String(count))
})
