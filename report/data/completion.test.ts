import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sampleRun } from '../../src/run-sample.ts'
import { completionOf, lastEnd_ns } from './completion.ts'

const run = sampleRun({ rounds: 12, mode: 'parallel', containers: 25, writer: 'crun' })

describe('how a batch fills', () => {
  it('goes from none to all, and never back', () => {
    const { batches, points } = completionOf(run, 'A', lastEnd_ns(run))
    assert.equal(batches, 12)
    assert.deepEqual(points[0], { time_ns: 0, median: 0, low: 0, high: 0 })
    assert.deepEqual(
      points.map(({ median }) => median),
      points.map(({ median }) => median).toSorted((a, b) => a - b),
    )
    assert.equal(points.at(-1)!.low, 25)
    assert.ok(points.every(({ low, median, high }) => low <= median && median <= high))
  })

  it('never counts a failed container as complete', () => {
    const failing = {
      ...run,
      trials: run.trials.map(trial => ({
        ...trial,
        creations: trial.creations.map((creation, index) =>
          index === 3 ? { ...creation, status: 'failed' as const, reason: 'no' } : creation,
        ),
      })),
    }
    assert.equal(completionOf(failing, 'A', lastEnd_ns(run)).points.at(-1)!.high, 24)
  })

  it('is a step where all are complete at one moment', () => {
    const atOnce = {
      ...run,
      trials: run.trials.map(trial => ({
        ...trial,
        creations: trial.creations.map(creation => ({ ...creation, end_ns: 5_000_000 })),
      })),
    }
    const { points } = completionOf(atOnce, 'A', lastEnd_ns(atOnce))
    assert.deepEqual([...new Set(points.map(({ median }) => median))], [0, 25])
  })
})
