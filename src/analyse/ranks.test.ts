import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { intervalRank, mannWhitneyCdf, mannWhitneyP } from './ranks.ts'
import { hodgesLehmann, signedRankCdf, signedRankP } from './signed-rank.ts'

const close = (found: number, wanted: number, tolerance: number): void =>
  assert.ok(Math.abs(found - wanted) <= tolerance, `${found}, wanted ${wanted}`)

/** All subsets of m of n indices, as bit masks. */
function subsets(n: number, m: number): number[] {
  const masks = []
  for (let mask = 0; mask < 1 << n; mask++) {
    let bits = 0
    for (let rest = mask; rest > 0; rest &= rest - 1) bits++
    if (bits === m) masks.push(mask)
  }
  return masks
}

/** p by its definition: every way to hand the labels out, rank sums with shared ranks. */
function bruteForce(a: readonly number[], b: readonly number[]): number {
  const all = [...a, ...b]
  const rank = (value: number): number =>
    all.filter(other => other < value).length + (all.filter(other => other === value).length + 1) / 2
  const sums = subsets(all.length, a.length).map(mask =>
    all.reduce((sum, value, i) => sum + ((mask >> i) & 1) * rank(value), 0),
  )
  const observed = a.reduce((sum, value) => sum + rank(value), 0)
  const tail = (keep: (sum: number) => boolean): number => sums.filter(keep).length / sums.length
  return Math.min(
    1,
    2 *
      Math.min(
        tail(sum => sum <= observed + 1e-9),
        tail(sum => sum >= observed - 1e-9),
      ),
  )
}

test('the Mann–Whitney distribution equals enumeration for all sizes up to 6 and 6', () => {
  for (let m = 1; m <= 6; m++) {
    for (let n = 1; n <= 6; n++) {
      const all = subsets(m + n, m)
      const counts = new Array<number>(m * n + 1).fill(0)
      for (const mask of all) {
        let u = 0
        for (let i = 0; i < m + n; i++) for (let j = 0; j < i; j++) u += (mask >> i) & 1 & ~(mask >> j)
        counts[u]!++
      }
      let sum = 0
      const cdf = mannWhitneyCdf(m, n)
      counts.forEach((count, u) => {
        sum += count / all.length
        close(cdf[u] as number, sum, 1e-12)
      })
    }
  }
})

test('published critical values: U ≤ 127 for 20 and 20, U ≤ 23 for 10 and 10 at two-sided 5 %', () => {
  for (const [m, n, critical] of [
    [20, 20, 127],
    [10, 10, 23],
    [8, 8, 13],
    [5, 5, 2],
    [4, 8, 4],
  ] as const) {
    assert.equal(intervalRank(m, n, 0.05), critical + 1, `${m}, ${n}`)
  }
})

test('large groups: the exact lower tail agrees with whole-number arithmetic to 1e-9', () => {
  const [m, n] = [100, 100]
  const ways = new Array<bigint>((m * n) / 2 + 1).fill(0n)
  ways[0] = 1n
  for (let i = 1; i <= m; i++) {
    for (let u = ways.length - 1; u >= n + i; u--) ways[u] = (ways[u] as bigint) - (ways[u - n - i] as bigint)
    for (let u = i; u < ways.length; u++) ways[u] = (ways[u] as bigint) + (ways[u - i] as bigint)
  }
  let all = 1n
  for (let i = 1n; i <= 100n; i++) all = (all * (100n + i)) / i
  const cdf = mannWhitneyCdf(m, n)
  let sum = 0n
  for (let u = 0; u < ways.length; u++) {
    sum += ways[u] as bigint
    if (u % 50 !== 0 || u < 1500) continue
    const exact = Number((sum * 10n ** 30n) / all) / 1e30
    close((cdf[u] as number) / exact, 1, 1e-9)
  }
})

test('p equals every assignment of labels, with and without ties, up to 12 values', () => {
  const value = fc.oneof(fc.integer({ min: 0, max: 4 }), fc.double({ min: -1, max: 1, noNaN: true }))
  const group = fc.array(value, { minLength: 1, maxLength: 6 })
  fc.assert(
    fc.property(group, group, (a, b) => {
      const p = mannWhitneyP(Float64Array.from(a).sort(), Float64Array.from(b).sort())
      close(p, bruteForce(a, b), 1e-12)
    }),
    { numRuns: 60 },
  )
})

test('beyond the exact range p goes on where the exact one ends', () => {
  const values = (n: number, shift: number): Float64Array =>
    Float64Array.from({ length: n }, (_, i) => i + shift)
  const exact = mannWhitneyP(values(100, 0), values(100, 12.5))
  const normal = mannWhitneyP(values(101, 0), values(101, 12.5))
  assert.ok(Math.abs(Math.log(normal / exact)) < 0.1, `${exact} ${normal}`)
  assert.ok(Math.abs(intervalRank(101, 101, 0.05) - intervalRank(100, 100, 0.05) * 1.02) < 20)
})

test('the signed-rank distribution equals enumeration of all signs', () => {
  for (let n = 1; n <= 12; n++) {
    const counts = new Array<number>((n * (n + 1)) / 2 + 1).fill(0)
    for (let mask = 0; mask < 1 << n; mask++) {
      let w = 0
      for (let i = 0; i < n; i++) if ((mask >> i) & 1) w += i + 1
      counts[w]!++
    }
    let sum = 0
    const cdf = signedRankCdf(n)
    counts.forEach((count, w) => {
      sum += count / 2 ** n
      close(cdf[w] as number, sum, 1e-12)
    })
  }
})

test('signed-rank p: Wilcoxon’s published critical values (5 % two-sided: n = 10 → 8, n = 20 → 52)', () => {
  for (const [n, critical] of [
    [10, 8],
    [12, 13],
    [20, 52],
  ] as const) {
    const cdf = signedRankCdf(n)
    assert.ok(2 * (cdf[critical] as number) <= 0.05 && 2 * (cdf[critical + 1] as number) > 0.05)
  }
  close(signedRankP([1, 2, 3, 4, 5]), 0.0625, 1e-15)
  assert.equal(signedRankP([0, 0]), 1)
})

test('Hodges and Lehmann’s centre is the median of all pairwise means', () => {
  // Walsh averages of 1, 2, 10: 1, 1.5, 2, 5.5, 6, 10.
  assert.equal(hodgesLehmann([1, 2, 10]), 3.75)
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 30 }),
      fc.integer({ min: -500, max: 500 }),
      (values, shift) => {
        close(hodgesLehmann(values.map(value => value + shift)), hodgesLehmann(values) + shift, 1e-9)
      },
    ),
  )
})
