import assert from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import { type Run, readRun, writeRun } from '../src/index.ts'
import { sampleRun } from '../src/run-sample.ts'
import { packageFolder } from './package.ts'

const folder = mkdtempSync(join(tmpdir(), 'seccomp-bench-results-'))
after(() => rmSync(folder, { recursive: true }))

const cli = fileURLToPath(new URL('./cli.js', import.meta.url))
/** The program is started again and again: some fifteen seconds in all. */
const skip = process.env.SECCOMP_BENCH_TESTS !== 'all' && 'runs with SECCOMP_BENCH_TESTS=all'
const environment = { GITHUB_ACTIONS: '', GITHUB_STEP_SUMMARY: '' }

function bench(options: readonly string[], env: Record<string, string> = environment) {
  return execa(process.execPath, [cli, ...options], { reject: false, stdin: 'ignore', env })
}

function stored(name: string, run: Run): string {
  const place = join(folder, name)
  mkdirSync(place)
  writeRun(place, { ...run, id: name, seed: Buffer.from(name).toString('hex').slice(0, 16) })
  return place
}

const one = stored('one', sampleRun({ rounds: 60 }))
const two = stored('two', sampleRun({ rounds: 60 }))
const slow = stored('slow', sampleRun({ rounds: 60, ratio: 0.9 }))
const arm = stored('arm', sampleRun({ rounds: 20, architecture: 'arm64' }))

describe('seccomp-bench export', () => {
  it('prints to standard output, and writes the same to a file', async () => {
    const printed = await bench(['export', one, '--format', 'bmf'])
    assert.equal(printed.exitCode, 0)
    const file = join(folder, 'bmf.json')
    const written = await bench(['export', one, '--format', 'bmf', '--out', file])
    assert.equal(written.stdout, `written: ${file}`)
    assert.equal(readFileSync(file, 'utf8').trimEnd(), printed.stdout)
  })

  const wrong: readonly (readonly [string, readonly string[], number])[] = [
    ['no format', ['export', one], 2],
    ['an unknown format', ['export', one, '--format', 'xml'], 2],
    ['no run', ['export', join(folder, 'nowhere'), '--format', 'csv'], 2],
    ['no such folder', ['export', one, '--format', 'csv', '--out', join(folder, 'no/such/file')], 4],
  ]
  for (const [what, options, code] of wrong) {
    it(`with ${what} ends in one line and exit code ${code}`, { skip }, async () => {
      const { exitCode, stderr, stdout } = await bench(options)
      assert.deepEqual([exitCode, stderr.split('\n').length, stdout], [code, 1, ''])
    })
  }
})

describe('seccomp-bench merge', () => {
  it('pools what is one cell, keeps the rest apart, and says both', async () => {
    const out = join(folder, 'joined')
    const { stdout, exitCode } = await bench(['merge', one, arm, two, '--out', out])
    assert.equal(exitCode, 0)
    assert.match(stdout, /pooled as one run: one, two/)
    assert.match(stdout, /not pooled: architecture: x86_64 \/ arm64 on x86_64/)
    const places = readdirSync(out).sort()
    assert.equal(places.length, 2)
    assert.equal(readRun(join(out, places[0]!)).trials.filter(({ warmup }) => !warmup).length, 240)
  })

  it('--pool refuses what is not one cell, and makes nothing', { skip }, async () => {
    const out = join(folder, 'pooled')
    const { exitCode, stderr } = await bench(['merge', one, arm, '--pool', '--out', out])
    assert.equal(exitCode, 2)
    assert.match(stderr, /found 2 different cells, expected one: one and arm are not pooled: architecture/)
    assert.equal(existsSync(out), false)
  })

  it('refuses a copy, and a folder that holds something', { skip }, async () => {
    const copy = await bench(['merge', one, one, '--out', join(folder, 'twice')])
    assert.equal(copy.exitCode, 2)
    assert.match(copy.stderr, /twice/)
    const full = await bench(['merge', one, '--out', one])
    assert.equal(full.exitCode, 2)
    assert.match(full.stderr, /expected a new or an empty one/)
  })
})

describe('seccomp-bench claims', () => {
  it('says of each published pair what can be said', { skip }, async () => {
    const { stdout, exitCode } = await bench(['claims', one])
    assert.equal(exitCode, 0)
    assert.match(stdout, /10\.225 s before/)
    assert.match(stdout, /beside, not judged/)
    assert.match(stdout, /contradicted: our 95 % interval/)
    const json = JSON.parse((await bench(['claims', one, '--json'])).stdout)
    assert.deepEqual([json.claims.length, json.judgements.length], [5, 1])
  })
})

describe('seccomp-bench gate', () => {
  const baseline = join(folder, 'baseline.json')

  it('writes a baseline with --update, shows what is new, and passes against it', async () => {
    const made = await bench(['gate', '--baseline', baseline, '--update', one])
    assert.equal(made.exitCode, 0)
    assert.match(made.stdout, /^ledger: full-arch, default\.json/)
    assert.match(made.stdout, /time: run one \(new\): wall: ratio of the arms 0\.\d{4}, 60 rounds/)
    const passed = await bench(['gate', '--baseline', baseline, two, '--margin', '30'])
    assert.equal(passed.exitCode, 0, passed.stdout)
    assert.match(passed.stdout, /gate: passed \(0 regressed, 0 cannot tell/)
  })

  it('is 1 where a ratio has become worse, in every form that was asked for', async () => {
    const [junit, summary] = [join(folder, 'gate.xml'), join(folder, 'summary.md')]
    const { exitCode, stdout } = await bench(
      ['gate', '--baseline', baseline, slow, '--margin', '5', '--junit', junit],
      { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary },
    )
    assert.equal(exitCode, 1)
    assert.match(stdout, /^::error title=time%3A x86_64 sequential lcr-file%3A regressed::wall: SLOWER/m)
    assert.match(readFileSync(junit, 'utf8'), /<failure type="regressed" message="SLOWER/)
    assert.match(readFileSync(summary, 'utf8'), /^### Gate: regressed/)
  })

  it('is 1 where an exact count has become worse, and --update accepts it', { skip }, async () => {
    const file = join(folder, 'worse.json')
    const text = readFileSync(baseline, 'utf8').replace(
      /"lxc_bytes":(\d+)/,
      (_, bytes) => `"lxc_bytes":${bytes - 1}`,
    )
    writeFileSync(file, text)
    const { exitCode, stdout } = await bench(['gate', '--baseline', file])
    assert.equal(exitCode, 1)
    assert.match(stdout, /✗ ledger: full-arch.*lxc_bytes \d+ → \d+/)
    const updated = await bench(['gate', '--baseline', file, '--update'])
    assert.match(updated.stdout, /^ledger: .*lxc_bytes \d+ → \d+\nwritten: /)
    assert.equal(readFileSync(file, 'utf8'), readFileSync(baseline, 'utf8'))
    const again = await bench(['gate', '--baseline', file, '--update'])
    assert.match(again.stdout, /^nothing changed: /)
  })

  it('is 3 for a run of another machine', { skip }, async () => {
    const { exitCode, stdout } = await bench(['gate', '--baseline', baseline, arm])
    assert.equal(exitCode, 3)
    assert.match(stdout, /incomparable with the baseline: architecture: x86_64 \/ arm64 on x86_64/)
  })

  it('holds this build against the committed baseline: no count has grown', async () => {
    const { exitCode, stdout } = await bench([
      'gate',
      '--baseline',
      join(packageFolder, 'results/reference/baseline.json'),
    ])
    assert.equal(exitCode, 0, stdout)
  })

  const wrong: readonly (readonly [string, readonly string[]])[] = [
    ['nothing to compare with', ['gate']],
    ['a baseline that is not there', ['gate', '--baseline', join(folder, 'nowhere.json')]],
    ['a baseline that is a run', ['gate', '--baseline', join(one, 'run.json')]],
    ['a run and --against', ['gate', '--against', 'HEAD', one]],
    ['a margin of nothing', ['gate', '--baseline', 'x', '--margin', '0']],
  ]
  for (const [what, options] of wrong) {
    it(`with ${what} is wrong use: one line and exit code 2`, { skip }, async () => {
      const { exitCode, stderr, stdout } = await bench(options)
      assert.deepEqual([exitCode, stderr.split('\n').length, stdout], [2, 1, ''])
    })
  }
})
