/** Goals against other designs on the same noise, and on a recorded trace: the contrast shows that the fixtures bite. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { crossover } from '../analyse/crossover.ts'
import { granularity } from '../analyse/granularity.ts'
import { randomStream, type Seed } from '../random.ts'
import { randomOrder, sequentialBlocks, welch } from './baselines.fixture.ts'
import { atLeast, estimateOf, replicates, seeds } from './goals.fixture.ts'
import type { NoiseModel } from './noise-models.ts'

const restless: readonly NoiseModel[] = ['drift', 'ar1', 'steps', 'mixed']
const trace = Float64Array.from(
  JSON.parse(readFileSync(new URL('results/reference/creation-trace.json', root()), 'utf8')) as number[],
)

test('two commands timed in blocks raise false alarms in half of all runs or more', () => {
  const count = replicates(2000, 200)
  for (const noise of restless) {
    const alarms = seeds(count).filter(seed => sequentialBlocks({ noise }, seed, 40).p <= 0.05).length
    assert.ok(alarms >= atLeast(count, 0.5), `${noise}: ${alarms} of ${count}`)
  }
})

test('for the same error ten times fewer runs than in blocks, four times fewer than in random order', () => {
  const count = replicates(2000, 600)
  for (const noise of restless) {
    const ours = meanSquare(count, seed => estimateOf({ noise }, seed, 40).theta)
    const blocks = meanSquare(count, seed => sequentialBlocks({ noise }, seed, 40).theta)
    assert.ok(blocks / ours >= 10, `${noise}: blocks ${blocks / ours}`)
    if (noise === 'drift') continue
    const random = meanSquare(count, seed => randomOrder({ noise }, seed, 40).theta)
    assert.ok(random / ours >= (count === 2000 ? 4 : 3), `${noise}: random order ${random / ours}`)
  }
})

test('the price where nothing drifts is small: 15 % more runs at most', () => {
  const count = replicates(2000, 400)
  const ours = meanSquare(count, seed => estimateOf({ noise: 'iid' }, seed, 40).theta)
  const blocks = meanSquare(count, seed => sequentialBlocks({ noise: 'iid' }, seed, 40).theta)
  assert.ok(ours / blocks <= 1.15, `${ours / blocks}`)
})

test('a recorded trace in which nothing differs: blocks raise false alarms in 85 % of windows, coins in 7 % at most', () => {
  const count = replicates(1000, 200)
  let blocks = 0
  let coins = 0
  let widths = 0
  for (const seed of seeds(count)) {
    const start = randomStream(seed, 'window').below(trace.length - 2000 + 1)
    const logs = Array.from(trace.subarray(start, start + 2000), Math.log)
    if (welch(logs.slice(0, 1000), logs.slice(1000)).p <= 0.05) blocks++
    const { p, halfWidth } = dealt(logs.slice(0, 800), seed)
    if (p <= 0.05) coins++
    widths += halfWidth
  }
  assert.ok(blocks >= 0.85 * count, `blocks: ${blocks} of ${count}`)
  assert.ok(coins <= 0.07 * count, `coins: ${coins} of ${count}`)
  assert.ok(widths / count <= 0.012, `half-width at 400 rounds: ${(100 * widths) / count} %`)
})

test('on that trace the advice is one creation per trial, and a hundred would be five times worse', () => {
  const advice = granularity(trace)
  assert.equal(advice?.recommended, 1)
  const error = (size: number): number =>
    advice?.sizes.find(each => each.creationsPerTrial === size)?.error_pct ?? 0
  assert.ok(error(100) / error(1) >= 5, `${error(100)} / ${error(1)}`)
  assert.equal(granularity(trace.subarray(0, 39)), null)
})

/** Labels by coin over neighbouring values: rounds of a run in which the arms are one. */
function dealt(logs: readonly number[], seed: Seed): { readonly p: number; readonly halfWidth: number } {
  const coin = randomStream(seed, 'order')
  const z = Float64Array.from(
    { length: logs.length / 2 },
    (_, i) => (logs[2 * i + 1] as number) - (logs[2 * i] as number),
  )
  const result = crossover({ z, o: Array.from(z, () => coin.coin()) }, 0.05)
  assert.ok(result.status === 'estimated')
  return { p: result.p, halfWidth: (result.high - result.low) / 2 }
}

function meanSquare(count: number, error: (seed: Seed) => number): number {
  return seeds(count).reduce((sum, seed) => sum + error(seed) ** 2, 0) / count
}

/** The project's folder, from the compiled file or the source: the first one above with a package.json. */
function root(): URL {
  let folder = new URL('./', import.meta.url)
  for (;;) {
    try {
      readFileSync(new URL('package.json', folder))
      return folder
    } catch {
      if (folder.pathname === '/') throw new Error('no package.json above this file')
      folder = new URL('../', folder)
    }
  }
}
