/** Goals about false alarms and coverage: what the product says when nothing, or something known, is true. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { logRatios } from '../analyse/crossover.ts'
import { holm } from '../analyse/holm.ts'
import { logRatio } from '../analyse/percent.ts'
import { watch } from '../analyse/watch.ts'
import { peekingRejects } from './baselines.fixture.ts'
import { atLeast, atMost, estimateOf, pairsOf, replicates, seeds, tally } from './goals.fixture.ts'
import { eightModels } from './noise-models.ts'

const runs = replicates(2000, 250)

for (const noise of eightModels) {
  test(`false alarms at 40 rounds stay at 5 %, neither more nor far fewer: ${noise}`, () => {
    const alarms = seeds(runs).filter(seed => estimateOf({ noise }, seed, 40).p <= 0.05).length
    assert.ok(alarms <= atMost(runs, 0.05), `${alarms} of ${runs}`)
    assert.ok(alarms >= atLeast(runs, 0.05) * 0.9, `${alarms} of ${runs}`)
  })

  test(`false alarms of a whole sequential run stay at 5 %: ${noise}`, () => {
    const { verdicts } = tally({ noise }, replicates(2000, 100))
    const alarms = verdicts.FASTER + verdicts.SLOWER
    assert.ok(alarms <= atMost(replicates(2000, 100), 0.05), JSON.stringify(verdicts))
  })
}

test('intervals hold the true change in 94 % of runs or more, whatever the noise and the change', () => {
  const count = replicates(1000, 60)
  for (const noise of eightModels) {
    for (const effect_pct of [0, 0.5, 1, 2]) {
      const truth = logRatio(effect_pct)
      const held = seeds(count).filter(seed => {
        const { low, high } = estimateOf({ noise, effect_pct }, seed, 40)
        return low <= truth && truth <= high
      }).length
      assert.ok(held >= atLeast(count, 0.945), `${noise}, ${effect_pct} %: ${held} of ${count}`)
    }
  }
})

test('after a sequential stop the interval still holds the true change in 94 % of runs or more', () => {
  const count = replicates(1000, 60)
  for (const noise of ['iid', 'ar1', 'mixed'] as const) {
    for (const effect_pct of [0, 0.5, 1]) {
      const { covered } = tally({ noise, effect_pct }, count)
      assert.ok(covered >= atLeast(count, 0.945), `${noise}, ${effect_pct} %: ${covered} of ${count}`)
    }
  }
})

test('looking after every round: a t test raises false alarms in a quarter of runs, the evidence of watch mode in 5 % at most', () => {
  const count = replicates(2000, 200)
  let peeked = 0
  let watched = 0
  for (const seed of seeds(count)) {
    const ratios = logRatios(pairsOf({ noise: 'iid' }, seed, 120))
    if (peekingRejects(ratios)) peeked++
    if (watch(ratios).crossedAt !== null) watched++
  }
  assert.ok(peeked >= atLeast(count, 0.28), `peeking: ${peeked} of ${count}`)
  assert.ok(watched <= 0.05 * count, `watch: ${watched} of ${count}`)
})

test('watch mode finds a change of half a standard deviation within some fifty rounds', () => {
  const crossed = seeds(60)
    .map(seed => watch(logRatios(pairsOf({ noise: 'iid', effect_pct: 0.71 }, seed, 200))).crossedAt ?? 200)
    .toSorted((a, b) => a - b)
  assert.ok((crossed[30] as number) <= 60, `median ${crossed[30]}`)
})

test('ten scenarios without a change: Holm keeps any false alarm at 5 %, without it 40 % of runs have one', () => {
  const count = replicates(2000, 150)
  let plain = 0
  let adjusted = 0
  for (let run = 0; run < count; run++) {
    const p = seeds(10).map(
      (_, k) => estimateOf({ noise: 'iid' }, (run * 10 + k).toString(16).padStart(16, 'f'), 40).p,
    )
    if (p.some(value => value <= 0.05)) plain++
    if (holm(p).some(value => value <= 0.05)) adjusted++
  }
  assert.ok(adjusted <= atMost(count, 0.05), `Holm: ${adjusted} of ${count}`)
  assert.ok(plain >= atLeast(count, 0.36), `plain: ${plain} of ${count}`)
})
