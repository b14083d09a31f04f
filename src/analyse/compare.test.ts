import assert from 'node:assert/strict'
import { test } from 'node:test'
import { roundOrder } from '../measure/schedule.ts'
import { parseSeed, randomStream } from '../random.ts'
import { compare } from './compare.ts'
import type { MeasuredRound } from './rounds.ts'
import { tails } from './tails.ts'

const seed = parseSeed('5eed')

/** Rounds of three arms' or two arms' times around 1 ms with 1 % noise, `B` off by `effect`. */
function made(count: number, effect: number, arms: readonly string[] = ['A', 'B']): MeasuredRound[] {
  return Array.from({ length: count }, (_, round) => {
    const noise = randomStream(seed, 'noise', round)
    const slotArms = roundOrder(seed, round, arms)
    const wall = slotArms.map(arm => 1e6 * (1 + 0.02 * (noise.unit() - 0.5)) * (arm === 'B' ? 1 + effect : 1))
    return { round, slotArms, values: { wall, cpu: wall.map(value => value / 2) } }
  })
}

const input = { baseline: 'A', candidate: 'B', metrics: ['wall', 'cpu'], primary: ['wall', 'cpu'], seed }

test('the interval of each metric holds the change that was put in', () => {
  for (const arms of [
    ['A', 'B'],
    ['A', 'B', "A'"],
  ]) {
    for (const metric of compare({ ...input, rounds: made(60, 0.02, arms) }).metrics) {
      const { change } = metric
      assert.ok(change.status === 'estimated' && change.low_pct !== null && change.high_pct !== null)
      assert.ok(change.low_pct < 2 && 2 < change.high_pct, JSON.stringify(change))
      assert.ok(change.low_pct > 1, 'and excludes half of it')
      assert.equal(metric.recorded, 60)
      assert.equal(metric.orders.baselineFirst + metric.orders.candidateFirst, 60)
    }
  }
})

test('the same rounds and seed give the same bytes, which survive JSON', () => {
  const rounds = made(40, 0.01)
  const one = JSON.stringify(compare({ ...input, rounds }))
  assert.equal(JSON.stringify(compare({ ...input, rounds: JSON.parse(JSON.stringify(rounds)) })), one)
  assert.deepEqual(JSON.parse(one), compare({ ...input, rounds }))
})

test('a round that lacks a value is left out as a pair, and counted', () => {
  const rounds = made(30, 0).map((round, index) =>
    index % 10 === 3
      ? { ...round, values: { ...round.values, wall: [round.values.wall?.[0] ?? null, null] } }
      : round,
  )
  const [wall, cpu] = compare({ ...input, rounds }).metrics
  assert.deepEqual([wall?.recorded, wall?.n, wall?.arms[0].n, wall?.arms[1].n], [30, 27, 27, 27])
  assert.equal(cpu?.n, 30)
})

test('nothing to compare is said, not computed', () => {
  for (const rounds of [[], made(3, 0), made(30, 0, ['A', 'C'])]) {
    const { metrics } = compare({ ...input, rounds })
    for (const { change, p_holm } of metrics) {
      assert.equal(change.status, 'insufficient')
      assert.equal(p_holm, null)
    }
  }
})

test('Holm adjusts over the primary metrics only', () => {
  const rounds = made(40, 0.005)
  const [both] = compare({ ...input, rounds }).metrics
  const [alone, other] = compare({ ...input, primary: ['wall'], rounds }).metrics
  assert.ok(both?.change.status === 'estimated' && alone?.change.status === 'estimated')
  assert.equal(alone.p_holm, alone.change.p)
  assert.equal(both.p_holm, Math.min(1, 2 * both.change.p))
  assert.deepEqual([other?.p_holm, other?.differs], [null, null])
  const [clear] = compare({ ...input, rounds: made(40, 0.05) }).metrics
  assert.equal(clear?.differs, true)
  assert.equal(compare({ ...input, rounds: made(40, 0) }).metrics[0]?.differs, false)
})

test('the change of the totals and of the means is the change that was put in', () => {
  const [metric] = compare({ ...input, rounds: made(200, 0.02) }).metrics
  for (const found of [metric?.totalChange, metric?.mean]) {
    assert.ok(found && Math.abs(found.estimate_pct - 2) < 0.3, JSON.stringify(found))
    assert.ok((found.low_pct ?? 9) < 2 && 2 < (found.high_pct ?? 0))
  }
})

test('slow trials are counted by arm against limits that know no arm', () => {
  const times = Array.from(
    { length: 400 },
    (_, i) => 1000 + (i % 7) + (i % 2 === 1 && i % 40 === 1 ? 900 : 0),
  )
  const isCandidate = times.map((_, i) => i % 2)
  const { counts, n } = tails(times, isCandidate)
  assert.equal(n, 400)
  // Ten spikes of 400, all the candidate's; above the 99th percentile stand four, above the 95th all ten and ten more.
  const [spike, p95, p99] = counts
  assert.deepEqual([spike?.baseline, spike?.candidate], [0, 10])
  assert.ok((p95?.baseline ?? 0) + (p95?.candidate ?? 0) <= 20)
  assert.ok((p99?.baseline ?? 0) === 0 && (p99?.candidate ?? 9) <= 4)
  assert.ok((spike?.p_holm ?? 1) < 0.01)
})

test('totals are the sums of the rounds, with the sum’s interval around them', () => {
  const rounds = made(50, 0.02)
  const arm = compare({ ...input, rounds }).metrics[0]?.arms[1]
  const sum = rounds.reduce(
    (total, { slotArms, values }) => total + (values.wall?.[slotArms.indexOf('B')] ?? 0),
    0,
  )
  assert.ok(arm?.total && Math.abs(arm.total.value - sum) < 1)
  assert.ok(arm.total.low < sum && sum < arm.total.high)
})
