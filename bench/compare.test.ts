import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import { exporters, lintReport } from '../src/index.ts'
import { sampleRun } from '../src/run-sample.ts'

const folder = mkdtempSync(join(tmpdir(), 'seccomp-bench-compare-'))
after(() => rmSync(folder, { recursive: true }))
const cli = fileURLToPath(new URL('./cli.js', import.meta.url))
const file = join(folder, 'samples.csv')
writeFileSync(file, [...exporters.csv.serialise(sampleRun({ rounds: 60, ratio: 1.2 }))].join(''))

const compare = (...words: readonly string[]) =>
  execa(process.execPath, [cli, 'compare', file, ...words], { reject: false, stdin: 'ignore' })

describe('seccomp-bench compare', () => {
  it('says of rounds from CSV what a run would say, with the interval and the order', async () => {
    const { stdout, exitCode } = await compare()
    assert.equal(exitCode, 0)
    assert.match(stdout, /^B against A, trial_wall_ns: SLOWER: \+\d+\.\d\d % \[/)
    assert.match(stdout, /60 of 60 rounds have both values; \d+ began with the baseline/)
    assert.deepEqual(
      lintReport(stdout).filter(problem => !/seed/.test(problem)),
      [],
    )
  })

  it('ends as its verdict says where asked to', async () => {
    assert.equal((await compare('--verdict-exit')).exitCode, 1)
    assert.equal((await compare('--verdict-exit', '--a', 'B', '--b', 'A')).exitCode, 0)
  })

  it('refuses an arm or a column that is not there in one line that names those that are', async () => {
    for (const [words, message] of [
      [['--a', 'Z'], /arm Z: not in the file, found A, B/],
      [['--a', 'A', '--b', 'A'], /expected two to compare/],
      [['--metric', 'beauty'], /--metric beauty: .*it has .*trial_wall_ns/],
    ] as const) {
      const { exitCode, stdout, stderr } = await compare(...words)
      assert.equal(exitCode, 2)
      assert.equal(stdout, '')
      assert.match(stderr, message)
      assert.match(stderr, /^seccomp-bench: [^\n]+$/)
    }
  })
})
