import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sampleRun } from '../src/run-sample.ts'
import { exitOf, verdictExit } from './verdict-exit.ts'

test('a verdict ends with the exit code of the README’s table; unasked, only INVALID is told', () => {
  const table = [
    ['FASTER', 0, 0],
    ['NO DIFFERENCE', 0, 0],
    ['SLOWER', 1, 0],
    ['INCONCLUSIVE', 3, 0],
    ['INVALID', 3, 3],
  ] as const
  for (const [verdict, asked, unasked] of table) {
    assert.deepEqual([exitOf(verdict, true), exitOf(verdict, false)], [asked, unasked], verdict)
  }
})

test('an invalid run ends with 3, but not one that its user stopped', () => {
  const run = sampleRun({ rounds: 4 })
  const trials = run.trials.map(trial => ({
    ...trial,
    creations: trial.creations.map(creation => ({ ...creation, status: 'failed' as const })),
  }))
  assert.equal(verdictExit({ ...run, trials }, false), 3)
  assert.equal(verdictExit({ ...run, trials, status: 'interrupted' }, true), 0)
})
