import assert from 'node:assert/strict'
import { test } from 'node:test'
import { crossing, lastBound, nominalLevel, wangTsiatis } from './boundaries.ts'
import { normalCdf, normalQuantile } from './normal.ts'

const even = (looks: number): number[] => Array.from({ length: looks }, (_, k) => (k + 1) / looks)
const near = (found: readonly number[], wanted: readonly number[], tolerance: number): void => {
  assert.equal(found.length, wanted.length)
  found.forEach((value, i) => {
    assert.ok(Math.abs(value - (wanted[i] as number)) <= tolerance, `${found} wanted ${wanted}`)
  })
}

test('published bounds come out: O’Brien–Fleming and Pocock at five looks', () => {
  near(wangTsiatis(even(5), 0.05, 0), [4.562, 3.226, 2.634, 2.281, 2.04], 0.002)
  near(wangTsiatis(even(5), 0.05, 0.5), [2.413, 2.413, 2.413, 2.413, 2.413], 0.002)
  near(wangTsiatis(even(2), 0.05, 0.5), [2.178, 2.178], 0.002)
  near(wangTsiatis(even(3), 0.05, 0), [3.471, 2.454, 2.004], 0.002)
})

test('nominal levels of the looks in use (Δ = ¼)', () => {
  const table = [
    [0.05],
    [0.0154, 0.0416],
    [0.00612, 0.0212, 0.0373],
    [0.00281, 0.012, 0.0232, 0.0346],
    [0.0014, 0.00723, 0.0152, 0.0239, 0.0327],
  ]
  table.forEach((levels, index) => {
    near(wangTsiatis(even(index + 1)).map(nominalLevel), levels, 0.0001)
  })
  // Their last bounds, as Jennison & Turnbull (2000) print the constant.
  near(
    table.map((_, index) => wangTsiatis(even(index + 1)).at(-1) as number),
    [1.96, 2.038, 2.083, 2.113, 2.136],
    0.001,
  )
})

test('an early end spends exactly what the looks before it left', () => {
  const bounds = wangTsiatis(even(5)).slice(0, 2)
  const times = [0.4, 0.8, 1]
  const last = lastBound(times, bounds)
  assert.ok(Math.abs(crossing(times, [...bounds, last]) - 0.05) < 1e-6)
  assert.ok(last > 1.96 && last < 2.3, String(last))
  assert.ok(Math.abs(lastBound([1], []) - 1.959964) < 1e-6)
})

test('the normal distribution: published points, both tails, and its inverse', () => {
  for (const [x, p] of [
    [0, 0.5],
    [1, 0.8413447460685429],
    [-1.959963984540054, 0.025],
    [-5, 2.866515718791933e-7],
    [-8, 6.220960574271785e-16],
  ] as const) {
    assert.ok(Math.abs(normalCdf(x) / p - 1) < 1e-11, `${x}: ${normalCdf(x)}`)
  }
  for (const p of [1e-12, 0.001, 0.025, 0.3, 0.5, 0.9, 0.999]) {
    assert.ok(Math.abs(normalCdf(normalQuantile(p)) / p - 1) < 1e-10, String(p))
  }
  assert.equal(normalQuantile(0), -Infinity)
  assert.equal(normalCdf(50), 1)
})
