import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { BenchError } from './errors.ts'
import { readRun, writeRun } from './run-file.ts'
import { sampleRun } from './run-sample.ts'

const folder = mkdtempSync(join(tmpdir(), 'seccomp-bench-run-file-'))
after(() => rmSync(folder, { recursive: true }))

describe('a stored run', () => {
  it('comes back as it was written, by its folder or by its file', () => {
    const run = sampleRun({ rounds: 3 })
    const path = writeRun(folder, run)
    assert.deepEqual(readRun(folder), run)
    assert.deepEqual(readRun(path), run)
    assert.deepEqual(readdirSync(folder), ['run.json'])
    assert.equal(statSync(path).mode & 0o777, 0o600)
  })

  it('without any trial is a run all the same', () => {
    const run = { ...sampleRun({ rounds: 1 }), trials: [] }
    writeRun(folder, run)
    assert.deepEqual(readRun(folder), run)
  })

  const refused: [string, string, RegExp][] = [
    ['cut off', '{"schema": "seccomp-bench/run/1", "tri', /not JSON/],
    ['of another program', '{"schema": "other"}', /\$\.schema/],
    ['not an object', '[]', /\$: /],
    [
      'with a text for a time',
      JSON.stringify(sampleRun({ rounds: 1 })).replace(/"wall_ns":\d+/, '"wall_ns":"x"'),
      /wall_ns/,
    ],
  ]
  for (const [what, architecture] of [
    ['leads out of the folder', '../../evil'],
    ['is half a character', '\ud800'],
    ['is hidden', '.x86_64'],
    ['is empty', ''],
  ]) {
    const run = sampleRun({ rounds: 1 })
    const text = JSON.stringify({ ...run, target: { ...run.target, architecture } })
    refused.push([`one whose architecture ${what}`, text, /\$\.target\.architecture/])
  }
  for (const [what, text, message] of refused) {
    it(`is refused in one line when it is ${what}`, () => {
      writeFileSync(join(folder, 'run.json'), text)
      assert.throws(
        () => readRun(folder),
        (error: unknown) =>
          error instanceof BenchError && error.code === 'bad-input' && message.test(error.message),
      )
    })
  }

  it('that is absent is told by its path', () => {
    assert.throws(() => readRun(join(folder, 'nowhere')), /nowhere: the run cannot be read/)
  })
})
