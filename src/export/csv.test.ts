import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sampleRun } from '../run-sample.ts'
import { csv } from './csv.ts'

const table = (run = sampleRun({ rounds: 2 })) => [...csv.serialise(run)].join('').trimEnd().split('\n')

describe('samples.csv', () => {
  it('has one row per container, warm-up included and marked', () => {
    const rows = table(sampleRun({ rounds: 2, mode: 'parallel', containers: 3 }))
    assert.equal(rows.length, 1 + 3 * 2 * 3)
    assert.equal(rows.filter(row => row.split(',')[4] === '1').length, 6)
  })

  it('says the unit of every time in its column’s name', () => {
    const columns = table()[0]!.split(',')
    const times = columns.filter(name =>
      /parse|convert|serialise|write|wall|latency|start|end|cpu|user|system/.test(name),
    )
    for (const name of times) assert.match(name, /_(ns|us)$/)
  })

  it('leaves a cell empty where there is nothing to tell', () => {
    const [columns, first] = table().map(row => row.split(','))
    assert.equal(first![columns!.indexOf('create_ns')], '')
    assert.equal(first![columns!.indexOf('create_user_us')], '')
    assert.match(first![columns!.indexOf('write_ns')]!, /^\d+$/)
  })

  it('keeps negative round numbers plain, and texts that a spreadsheet would run harmless', () => {
    const run = sampleRun({ rounds: 1 })
    const rows = table({ ...run, arms: run.arms.map(arm => ({ ...arm, label: '=cmd|"x"!A1' })) })
    assert.match(rows[1]!, /^-1,/)
    assert.match(rows[1]!, /"'=cmd\|""x""!A1"/)
  })
})
