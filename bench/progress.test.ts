import assert from 'node:assert/strict'
import { PassThrough } from 'node:stream'
import { describe, it } from 'node:test'
import { sampleRun } from '../src/run-sample.ts'
import { progress, status } from './progress.ts'

const [trial] = sampleRun({ rounds: 1 }).trials

function draw(options: { readonly terminal: boolean; readonly columns?: number; readonly step_ms: number }) {
  const stream = Object.assign(new PassThrough(), { isTTY: options.terminal, columns: options.columns ?? 80 })
  let now = 0
  const bar = progress({
    stream: stream as unknown as NodeJS.WriteStream,
    title: 'lcr-file',
    trials: 10,
    atMost: false,
    clock_ms: () => now,
  })
  for (let index = 0; index < 10; index++) {
    now += options.step_ms
    bar.trial(trial!)
  }
  bar.close()
  return String(stream.read() ?? '')
}

describe('progress', () => {
  it('is redrawn in place on a terminal, at most ten times a second', () => {
    assert.equal(draw({ terminal: true, step_ms: 1000 }).split('\r').length - 1, 10)
    assert.equal(draw({ terminal: true, step_ms: 25 }).split('\r').length - 1, 3)
  })

  it('is a plain line now and then elsewhere', () => {
    const text = draw({ terminal: false, step_ms: 2500 })
    assert.ok(!text.includes('\r') && !text.includes('\u001b'))
    assert.equal(text.trimEnd().split('\n').length, 5)
  })

  it('fits the terminal, however narrow', () => {
    for (const columns of [1, 20, 60, 200]) {
      const lines = draw({ terminal: true, columns, step_ms: 1000 }).trimEnd().split('\r')
      for (const line of lines)
        assert.ok(line.replace('\u001b[2K', '').length <= Math.max(columns, 1), `${columns}`)
    }
  })

  it('says rate, time left and failures', () => {
    const text = status({ title: 't', done: 20, trials: 100, atMost: false, failed: 3, elapsed_ms: 10_000 })
    assert.equal(text, 't  20/100 trials  2.0/s  0:40 left  3 failed')
    const open = status({ title: 't', done: 20, trials: 100, atMost: true, failed: 0, elapsed_ms: 10_000 })
    assert.match(open, /at most 0:40 left/)
  })
})
