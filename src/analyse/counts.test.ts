import assert from 'node:assert/strict'
import { test } from 'node:test'
import { randomStream } from '../random.ts'
import { binomialPoint, calibration } from './calibration.ts'
import { fisherP } from './fisher.ts'
import { failedGate, type GateInput, gates } from './gates.ts'
import { holm } from './holm.ts'

test('Fisher’s test: published tables and the ends', () => {
  // Fisher's tea: 3 of 4 right; 1 of 10 against 11 of 14 (R's fisher.test: 0.002759).
  for (const [a, n, b, m, p] of [
    [3, 4, 1, 4, 0.4857142857],
    [1, 10, 11, 14, 0.002759456],
    [0, 10, 0, 10, 1],
    [10, 10, 10, 10, 1],
    [0, 200, 7, 200, 0.014812962642],
  ] as const) {
    assert.ok(Math.abs(fisherP(a, n, b, m) - p) < 1e-6 * p, `${a} ${n} ${b} ${m}: ${fisherP(a, n, b, m)}`)
  }
  const large = fisherP(10, 5000, 60, 5000)
  assert.ok(large > 0 && large < 1e-8, String(large))
})

test('Holm: the textbook case, order kept, never below plain p, never above 1', () => {
  assert.deepEqual(holm([0.01, 0.04, 0.03, 0.005]), [0.03, 0.06, 0.06, 0.02])
  assert.deepEqual(holm([]), [])
  assert.deepEqual(holm([0.9, 0.8]), [1, 1])
})

test('an A/A calibration passes a fair harness at 16 of 200 and at 5 of 40', () => {
  for (const [n, allowed] of [
    [200, 16],
    [40, 5],
    [2000, 120],
  ] as const) {
    const p = (rejections: number): number[] =>
      Array.from({ length: n }, (_, i) => (i < rejections ? 0.01 : 0.5))
    const passed = calibration(p(allowed))
    assert.deepEqual([passed.allowed, passed.passed], [allowed, true], String(n))
    assert.equal(calibration(p(allowed + 1)).passed, false)
  }
  assert.equal(binomialPoint(2000, 0.05, 0.99), 123)
  assert.equal(calibration([]).passed, false)
})

test('uniform p values keep close to the diagonal, others do not', () => {
  const random = randomStream('7', 'uniform')
  const uniform = Array.from({ length: 200 }, () => random.unit())
  assert.ok(calibration(uniform).distanceP > 0.05)
  assert.ok(calibration(uniform.map(p => p ** 2)).distanceP < 0.001)
})

test('gates: what fails, what warns, what passes', () => {
  const fine: GateInput = {
    arms: [
      { arm: 'A', created: 500, failed: 0 },
      { arm: 'B', created: 500, failed: 0 },
    ],
    orders: { baselineFirst: 240, candidateFirst: 260 },
    steal_pct: 0.5,
    harness_pct: 1,
  }
  const arms = (a: number, b: number) => [
    { arm: 'A', created: 500 - a, failed: a },
    { arm: 'B', created: 500 - b, failed: b },
  ]
  const cases: readonly (readonly [Partial<GateInput>, string | undefined])[] = [
    [{}, undefined],
    [{ steal_pct: null, harness_pct: null }, undefined],
    [{ arms: arms(3, 3) }, undefined],
    [{ arms: arms(6, 6) }, 'failures'],
    [{ arms: arms(0, 50) }, 'failures'],
    [{ steal_pct: 11 }, 'steal'],
    [{ steal_pct: 5 }, undefined],
    [{ harness_pct: 6 }, 'harness'],
    [{ orders: { baselineFirst: 20, candidateFirst: 80 } }, 'order'],
    [{ orders: { baselineFirst: 0, candidateFirst: 0 } }, undefined],
  ]
  for (const [change, wanted] of cases) {
    assert.equal(failedGate(gates({ ...fine, ...change }))?.gate, wanted, JSON.stringify(change))
  }
  assert.equal(gates({ ...fine, steal_pct: 5 }).find(({ gate }) => gate === 'steal')?.status, 'warning')
  const few = gates({
    ...fine,
    arms: [
      { arm: 'A', created: 5000, failed: 0 },
      { arm: 'B', created: 4990, failed: 10 },
    ],
  })
  assert.equal(failedGate(few)?.gate, 'failure imbalance')
})
