import assert from 'node:assert/strict'
import { test } from 'node:test'
import { replicates } from '../measure/goals.fixture.ts'
import { normals } from '../measure/noise-models.ts'
import { type RandomStream, randomStream } from '../random.ts'
import { changePoints } from './history.ts'
import { pooledP, sampleOf, studentP } from './student.ts'

const commits = 60

/** A ratio to a reference of the same session: 0.3 % of noise. */
function ratios(random: RandomStream, step: number): number[] {
  const noise = normals(random, 0.003)
  return Array.from({ length: commits }, (_, i) => 1 + noise() + (i >= 30 ? step : 0))
}

/** The absolute time: each session 1 % off, the machine itself in steps. */
function times(random: RandomStream, step: number): number[] {
  const session = normals(random, 0.01)
  const machine = normals(random, 0.02)
  let level = 0
  return ratios(random, step).map(value => {
    if (random.unit() < 1 / 20) level = machine()
    return value * (1 + session() + level)
  })
}

function shares(series: typeof ratios, count: number): { readonly alarms: number; readonly found: number } {
  let alarms = 0
  let found = 0
  for (let i = 0; i < count; i++) {
    if (changePoints(series(randomStream('0', 'still', i), 0)).length > 0) alarms++
    if (
      changePoints(series(randomStream('0', 'step', i), 0.01)).some(({ index }) => Math.abs(index - 30) <= 1)
    )
      found++
  }
  return { alarms: alarms / count, found: found / count }
}

test('ratios to a reference: few false change points, and steps of 1 % found within one commit', () => {
  const { alarms, found } = shares(ratios, replicates(1000, 60))
  assert.ok(alarms <= 0.15, `false: ${alarms}`)
  assert.ok(found >= 0.9, `found: ${found}`)
})

test('absolute times on the same history tell of the machine', () => {
  const { alarms, found } = shares(times, replicates(1000, 60))
  assert.ok(alarms >= 0.5, `false: ${alarms}`)
  assert.ok(found <= 0.5, `found: ${found}`)
})

test('a change point says from what to what, and small ones can be left out', () => {
  const series = ratios(randomStream('1', 'step'), 0.02)
  const [point] = changePoints(series)
  assert.ok(point !== undefined && point.index === 30)
  assert.ok(Math.abs(point.after - point.before - 0.02) < 0.003)
  assert.deepEqual(changePoints(series, { least: 0.05 }), [])
  assert.deepEqual(changePoints([]), [])
  assert.deepEqual(changePoints([1, 1, 1, 1, 1, 1, 1, 1]), [])
})

test('Student’s distribution: published critical values', () => {
  for (const [t, df] of [
    [12.706, 1],
    [2.571, 5],
    [2.228, 10],
    [2.042, 30],
    [1.984, 100],
  ] as const) {
    assert.ok(Math.abs(studentP(t, df) - 0.05) < 3e-5, `${df}: ${studentP(t, df)}`)
  }
  assert.equal(studentP(0, 5), 1)
  assert.equal(pooledP(sampleOf([1, 1, 1]), sampleOf([2, 2, 2])), 0)
})
