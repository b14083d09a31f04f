import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { lintReport } from './lint.ts'
import { judge, unlessFailed, verdictText } from './verdict.ts'

const evidence = (low_pct: number | null, high_pct: number | null, rejected: boolean) => ({
  n: 40,
  estimate_pct: low_pct === null || high_pct === null ? 0 : (low_pct + high_pct) / 2,
  low_pct,
  high_pct,
  rejected,
  mde_pct: 0.7,
  roundsNeeded: 25,
})

test('the rule, case by case', () => {
  const cases = [
    [-2, -1, true, 'FASTER'],
    [1, 2, true, 'SLOWER'],
    [-0.8, -0.2, true, 'FASTER'],
    [-0.5, 0.6, false, 'NO DIFFERENCE'],
    [0.1, 0.6, false, 'NO DIFFERENCE'],
    [-0.5, 1.2, false, 'INCONCLUSIVE'],
    [0.1, 1.2, false, 'INCONCLUSIVE'],
    [-1.2, 0.4, true, 'INCONCLUSIVE'],
    [null, null, false, 'INCONCLUSIVE'],
    [-1, 0.5, false, 'INCONCLUSIVE'],
  ] as const
  for (const [low, high, rejected, wanted] of cases) {
    const verdict = judge(evidence(low, high, rejected), 1)
    assert.equal(verdict.verdict, wanted, `${low} ${high}`)
  }
})

test('a claim says how large the change is at least, and whether it is below the margin', () => {
  const verdict = judge(evidence(-0.8, -0.2, true), 1)
  assert.ok(verdict.verdict === 'FASTER' && verdict.lessThanMargin && verdict.atLeast_pct === 0.2)
  assert.equal(
    verdictText(verdict),
    'FASTER: −0.50 % [−0.80 %, −0.20 %] (95 %, 40 rounds); at least 0.20 %; less than the margin',
  )
})

test('no difference is bounded, rounded away from nothing', () => {
  const verdict = judge(evidence(-0.501, 0.25, false), 1)
  assert.ok(verdict.verdict === 'NO DIFFERENCE' && verdict.largerThan_pct === 0.51)
  assert.match(verdictText(verdict), /^NO DIFFERENCE LARGER THAN 0\.51 %: /)
})

test('a failed gate speaks before any interval', () => {
  const failed = { gate: 'steal', reason: '12 of 100 CPU seconds' }
  const verdict = unlessFailed(judge(evidence(-2, -1, true), 1), failed)
  assert.equal(verdictText(verdict), 'INVALID: steal: 12 of 100 CPU seconds')
})

test('whatever the interval, the text of a verdict passes the report’s own rules', () => {
  const end = fc.option(fc.double({ min: -50, max: 50, noNaN: true }))
  fc.assert(
    fc.property(end, end, fc.boolean(), (low, high, rejected) => {
      const text = verdictText(judge(evidence(low, high, rejected), 1))
      assert.deepEqual(lintReport(`${text}, seed 1`), [])
      assert.ok(!text.includes('\n'))
    }),
  )
})

test('a text that claims too much is told so', () => {
  const cases = [
    ['B is 0.6 % faster: −0.60 %, 40 rounds, seed 1', 1],
    ['−0.60 % [−0.80 %, −0.40 %], seed 1', 1],
    ['−0.60 % [−0.80 %, −0.40 %], 40 rounds', 1],
    ['both are the same', 1],
    ['No change was found', 1],
    ['the arms are identical, +1 %', 4],
    ['−0.60 % [−0.80 %, −0.40 %], 40 rounds, seed 1', 0],
    ['95 % of nothing', 0],
  ] as const
  for (const [text, faults] of cases) assert.equal(lintReport(text).length, faults, text)
})
