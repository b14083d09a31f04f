import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compare } from '../analyse/compare.ts'
import { procedure } from '../analyse/procedure.ts'
import { parseSeed } from '../random.ts'
import { mockRounds, mockRunner } from './simulate.ts'

const seed = parseSeed('5000')
const recorded = mockRounds(mockRunner({ noise: 'mixed', effect_pct: 0.6 }, seed), seed, 0, 5000)
const metrics = ['wall', 'cpu', 'parse', 'convert', 'serialise', 'write', 'create']
const rounds = recorded.map(round => ({
  ...round,
  values: Object.fromEntries(
    metrics.map((name, k) => [name, (round.values.wall ?? []).map(value => value && value / (k + 1))]),
  ),
}))

test('5,000 rounds of seven metrics are analysed within 200 MB, in time that grows no faster than n log n', () => {
  const base = process.memoryUsage().rss
  const input = { baseline: 'A', candidate: 'B', metrics, seed }
  const time_ms = (count: number): number => {
    // CPU time: other work on the machine does not count.
    const start = process.cpuUsage()
    compare({ ...input, rounds: rounds.slice(0, count) })
    return process.cpuUsage(start).user / 1000
  }
  time_ms(500)
  const [small, large] = [time_ms(1250), time_ms(5000)]
  // Draws of the bootstraps are bounded, so four times the rounds cost less than four times the time.
  assert.ok(large < 8 * small, `${small} ms, ${large} ms`)
  assert.ok(process.memoryUsage().rss - base < 200e6, `${(process.memoryUsage().rss - base) / 1e6} MB`)
})

test('a sequential run of 5,000 rounds is decided within 200 MB', () => {
  const base = process.memoryUsage().rss
  const options = { seed, baseline: 'A', candidate: 'B', metric: 'wall', mde_pct: 0.05, margin_pct: 0.05 }
  const step = procedure({ ...options, length: { mode: 'sequential', most: 5000 } }).next(rounds)
  assert.equal(step.action, 'stop')
  assert.ok(process.memoryUsage().rss - base < 200e6, `${(process.memoryUsage().rss - base) / 1e6} MB`)
})
