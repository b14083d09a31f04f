import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { lintReport } from '../src/index.ts'
import { sampleRun } from '../src/run-sample.ts'
import { resultText } from './table.ts'

describe('the text of a run', () => {
  it('states every change with its interval, the rounds and the seed', () => {
    for (const mode of ['sequential', 'parallel'] as const) {
      assert.deepEqual(lintReport(resultText(sampleRun({ rounds: 30, mode }), { colours: false })), [])
    }
  })

  it('marks a claim as unverified where copies were never compared, and not where they were', () => {
    const run = sampleRun({ rounds: 30 })
    assert.match(resultText(run, { colours: false }), /FASTER: .*\nUNVERIFIED: /)
    const calibration = { key: 'k', created: run.created, replicates: 40, rejections: 2, passed: true }
    assert.doesNotMatch(resultText({ ...run, calibration }, { colours: false }), /UNVERIFIED/)
  })

  it('claims nothing where copies were told apart too often', () => {
    const run = sampleRun({ rounds: 30 })
    const calibration = { key: 'k', created: run.created, replicates: 40, rejections: 9, passed: false }
    const text = resultText({ ...run, calibration }, { colours: false })
    assert.match(text, /INVALID: calibration: copies of one arm were told apart in 9 of 40/)
    assert.doesNotMatch(text, /FASTER|SLOWER/)
  })

  it('shows control characters of a foreign run instead of sending them to the terminal', () => {
    const run = sampleRun({ rounds: 30 })
    const hostile = '\u001b]0;x\u0007\u202eevil'
    const arms = run.arms.map(arm => ({ ...arm, label: `${arm.label}${hostile}`, warnings: [hostile] }))
    const text = resultText({ ...run, arms, host: { ...run.host, cpu: hostile } }, { colours: false })
    assert.ok(!text.includes('\u001b') && !text.includes('\u0007') && !text.includes('\u202e'))
    assert.match(text, /\\u001b\]0;x\\u0007\\u202eevil/)
  })
})
