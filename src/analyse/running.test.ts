import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sampleRun } from '../run-sample.ts'
import { analyseRun } from './analyse-run.ts'
import { roundsOverTime } from './running.ts'

const run = sampleRun({ rounds: 90, ratio: 0.8 })

describe('the rounds over time', () => {
  const { rounds, running } = roundsOverTime(run, 'wall', 'A', 'B', 30)

  it('are all there, in order, with the order in which their arms ran', () => {
    assert.deepEqual(
      rounds.map(({ place }) => place),
      Array.from({ length: 90 }, (_, index) => index + 1),
    )
    const firsts = run.trials.filter(trial => !trial.warmup && trial.slot === 1)
    assert.deepEqual(
      rounds.map(({ candidateFirst }) => candidateFirst),
      firsts.map(({ arm }) => arm === 'B'),
    )
  })

  it('have each their own change', () => {
    const of = (arm: string) => run.trials.find(trial => trial.round === 0 && trial.arm === arm)!.wall_ns
    assert.ok(Math.abs(rounds[0]!.change_pct - 100 * (of('B') / of('A') - 1)) < 1e-9)
  })

  it('end with the estimate that is reported', () => {
    const { metrics, comparisons } = analyseRun(run, { bootstrap: false })
    const row = comparisons[0]!.metrics[metrics.findIndex(({ name }) => name === 'wall')]!
    assert.ok(row.change.status === 'estimated')
    assert.equal(running.at(-1)!.place, 90)
    assert.ok(Math.abs(running.at(-1)!.estimate_pct - row.change.estimate_pct) < 1e-9)
  })

  it('become narrower, and have no bound where there are too few', () => {
    const bounded = running.filter(({ low_pct, high_pct }) => low_pct !== null && high_pct !== null)
    const width = ({ low_pct, high_pct }: (typeof running)[number]) => high_pct! - low_pct!
    assert.ok(width(bounded.at(-1)!) < width(bounded[0]!))
    assert.ok(running.every(({ low_pct }) => low_pct === null || low_pct > -100))
  })

  it('are none for a metric that the run has not', () => {
    assert.deepEqual(roundsOverTime(run, 'create', 'A', 'B'), { rounds: [], running: [] })
  })
})
