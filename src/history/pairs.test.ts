import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { sampleRun } from '../run-sample.ts'
import type { RunEntry, StoredChange } from './contract.ts'
import { arm, entry } from './entries.fixture.ts'
import { entryOf } from './entry.ts'
import { inverse, pairsOf } from './pairs.ts'

const change = (estimate_pct: number): StoredChange => ({
  status: 'estimated',
  n: 9,
  estimate_pct,
  low_pct: null,
  high_pct: 0,
})

/** Three arms: B is half of A, C is half of B. */
const three: RunEntry = {
  facts: {
    ...entry().facts,
    arms: [
      arm('A', 'old', { version: '1.0', binarySha256: 'aa'.repeat(32) }),
      arm('B', 'pinned', { version: '2.0', binarySha256: 'bb'.repeat(32) }),
      arm('C', 'new', { version: '2.0', binarySha256: null }),
    ],
  },
  ratios: [
    { metric: 'cpu', baseline: 0, candidate: 1, change: change(-50) },
    { metric: 'cpu', baseline: 0, candidate: 2, change: change(-75) },
    { metric: 'cpu', baseline: 1, candidate: 2, change: change(-50) },
  ],
}

describe('the pairs of a run', () => {
  const cases: readonly [string, string | undefined, readonly string[]][] = [
    ['are with the first arm where none is pinned', undefined, ['pinned/old -50', 'new/old -75']],
    [
      'are with the arm of the pinned label, its ratio to an earlier arm turned round',
      'pinned',
      ['old/pinned 100', 'new/pinned -50'],
    ],
    ['are with the arm of the pinned id', 'C', ['old/new 300', 'pinned/new 100']],
    ['are with the arm of the pinned version', '1.0', ['pinned/old -50', 'new/old -75']],
    [
      'are with the binary of the pinned digest, shortened or not',
      'bbbbbbbb',
      ['old/pinned 100', 'new/pinned -50'],
    ],
  ]
  for (const [title, pin, expected] of cases) {
    it(title, () => {
      const { pairs, note } = pairsOf(three, pin)
      assert.equal(note, null)
      assert.deepEqual(
        pairs.map(
          ({ baseline, candidate, change }) =>
            `${candidate.label}/${baseline.label} ${change.status === 'estimated' ? change.estimate_pct : '?'}`,
        ),
        expected,
      )
    })
  }

  it('are none where no arm, or more than one, is the pinned one, and the note says which', () => {
    assert.deepEqual(pairsOf(three, 'absent'), { pairs: [], note: 'no arm is the pinned reference' })
    assert.match(pairsOf(three, '2.0').note ?? '', /^several arms/)
    assert.deepEqual(pairsOf(three, 'bb').pairs, [], 'two digits are no digest')
  })
})

describe('the inverse of a change', () => {
  it('is what the analysis says with the arms changed round', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.5, max: 2, noNaN: true }),
        fc.integer({ min: 3, max: 40 }),
        (ratio, rounds) => {
          const run = sampleRun({ rounds, ratio })
          const there = entryOf(run).ratios
          const back = entryOf({ ...run, arms: run.arms.toReversed() }).ratios
          for (const [index, one] of there.entries()) assertClose(inverse(one.change), back[index]!.change)
        },
      ),
      { numRuns: 20 },
    )
  })

  it('of the inverse is the change itself', () => {
    const end = fc.double({ min: -90, max: 900, noNaN: true })
    fc.assert(
      fc.property(end, fc.option(end), fc.option(end), (estimate_pct, low_pct, high_pct) => {
        const one: StoredChange = { status: 'estimated', n: 9, estimate_pct, low_pct, high_pct }
        assertClose(inverse(inverse(one)), one)
      }),
    )
  })
})

function assertClose(one: StoredChange, other: StoredChange): void {
  assert.equal(one.status, other.status)
  if (one.status !== 'estimated' || other.status !== 'estimated') return
  for (const end of ['estimate_pct', 'low_pct', 'high_pct'] as const) {
    const a: number | null = one[end]
    const b: number | null = other[end]
    assert.equal(a === null, b === null)
    assert.ok(Math.abs((a ?? 0) - (b ?? 0)) < 1e-9 * (1 + Math.abs(a ?? 0)), `${end}: ${a} and ${b}`)
  }
}
