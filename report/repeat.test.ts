import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { sampleRun } from '../src/run-sample.ts'
import { quoted, repeatLines } from './repeat.ts'

const run = sampleRun({ rounds: 8 })

describe('how to repeat a run', () => {
  it('gives the commit, and the command with its seed', () => {
    assert.deepEqual(
      repeatLines({ ...run, commit: 'abc1234', command: ['seccomp-bench', 'run', '--a', 'label=x y'] }),
      [
        'git checkout abc1234  # seccomp-bench 0.0.0',
        "seccomp-bench run --a 'label=x y' --seed 0123456789abcdef",
      ],
    )
  })

  it('does not give a seed twice', () => {
    assert.equal(
      repeatLines({ ...run, command: ['seccomp-bench', 'run', '--seed', '7'] })[1],
      'seccomp-bench run --seed 7',
    )
  })

  it('quotes words so that a real shell gives them back', () => {
    const word = fc.string({ unit: 'grapheme', maxLength: 30 }).filter(text => !text.includes('\0'))
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 8 }), words => {
        const out = execFileSync('/bin/sh', ['-c', `printf '%s\\0' ${words.map(quoted).join(' ')}`])
        assert.deepEqual(out.toString().split('\0').slice(0, -1), words)
      }),
      { numRuns: 40 },
    )
  })

  it('never runs a line that a word smuggles in', () => {
    const lines = repeatLines({ ...run, command: ['seccomp-bench', "a'\nrm -rf x\n'"] })
    assert.ok(lines.every(line => !/[\r\n]/.test(line)))
  })
})
