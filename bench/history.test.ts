import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { type History, type HistoryPoint, writeRun } from '../src/index.ts'
import { sampleRun } from '../src/run-sample.ts'
import { type HistoryOptions, historyCommand } from './history.ts'
import { sparkline } from './history-text.ts'

const top = mkdtempSync(join(tmpdir(), 'seccomp-bench-history-'))
after(() => rmSync(top, { recursive: true }))

/** Twenty runs an hour apart; the candidate's advantage is lost at the twelfth. */
const runs = join(top, 'runs')
for (let place = 0; place < 20; place++) {
  const id = `run-${String(place).padStart(2, '0')}`
  mkdirSync(join(runs, id), { recursive: true })
  const ratio = (place < 12 ? 0.5 : 0.9) + (place % 3) / 1000
  const run = sampleRun({ rounds: 16, ratio })
  writeRun(join(runs, id), {
    ...run,
    id,
    created: `2026-01-02T${id.slice(4)}:00:00.000Z`,
    commit: `c0ffee${id.slice(4)}`,
  })
}
mkdirSync(join(runs, 'broken'))
writeFileSync(join(runs, 'broken', 'run.json'), 'not\nJSON')

async function history(options: Partial<HistoryOptions> = {}) {
  let [stdout, stderr] = ['', '']
  const world = {
    writeOut: (text: string) => {
      stdout += text
    },
    writeError: (text: string) => {
      stderr += text
    },
    colours: false,
  }
  await historyCommand({ runs, least: 0, last: 3, prune: false, json: false, ...options }, world)
  return { stdout, stderr }
}

describe('seccomp-bench history', () => {
  it('tells each series with its change of level, and of the broken run in one line each time', async () => {
    for (let time = 0; time < 2; time++) {
      const { stdout, stderr } = await history({ metric: 'write' })
      assert.match(stderr, /^seccomp-bench: skipped: broken: run\.json: not JSON [^\n]*\n$/)
      const [title, place, summary, line, change, ...rest] = stdout.split('\n')
      assert.equal(title, 'write the spec files: host-arch against full-arch')
      assert.match(place!, /^ {2}lcr-file; sequential; x86_64; default\.json; /)
      assert.equal(summary, '  20 runs, 2026-01-02; 1 change of level')
      assert.match(line!, /^ {2}[▁▂]{12}[▇█]{8} {2}▁ −\d+\.\d % {2}█ −\d\.\d\d %$/)
      assert.match(change!, /^ {2}change of level: −\d.* before, −\d.* since c0ffee12 \(2026-01-02, p /)
      assert.match(rest.join('\n'), /run-17\n.*run-18\n.*run-19\n/)
      assert.doesNotMatch(rest.join('\n'), /run-16/)
    }
  })

  it('gives the same as data', async () => {
    const { stdout } = await history({ json: true })
    const { series, notes } = JSON.parse(stdout) as History
    assert.deepEqual(
      series.map(({ key }) => key.metric),
      ['cpu', 'wall', 'write'],
    )
    assert.deepEqual(
      series.map(({ changes }) => changes.map(({ point }) => point)),
      [[12], [12], [12]],
    )
    assert.deepEqual(notes, [])
  })

  it('shows a filtered nothing in words', async () => {
    for (const options of [
      { scenario: 'none' },
      { writer: 'none' },
      { arch: 'none' },
      { candidate: 'none' },
    ]) {
      assert.match((await history(options)).stdout, /^no stored run matches/)
    }
    assert.match((await history({ pin: 'none' })).stdout, /20 runs: no arm is the pinned reference/)
  })

  it('turns the ratio round when the candidate is pinned', async () => {
    const { stdout } = await history({ pin: 'host-arch', metric: 'write' })
    assert.match(stdout, /^write the spec files: full-arch against host-arch\n/)
    assert.match(stdout, /change of level: \+\d.* before, \+\d.* since c0ffee12/)
  })

  it('writes picture and page whole, and nothing beside them', async () => {
    const [png, html] = [join(top, 'h.png'), join(top, 'h.html')]
    const { stderr } = await history({ png, html })
    assert.equal(readFileSync(png).toString('latin1', 1, 4), 'PNG')
    assert.match(readFileSync(html, 'utf8'), /^<!doctype html>[\s\S]*<\/html>\n$/)
    assert.match(stderr, /written: .*h\.png\nwritten: .*h\.html\n$/)
  })

  it('keeps its index beside the runs, or where it is told', async () => {
    const index = join(top, 'elsewhere.db')
    await history({ index })
    assert.equal(readFileSync(index).toString('latin1', 0, 6), 'SQLite')
    assert.equal(readFileSync(join(runs, 'history.db')).toString('latin1', 0, 6), 'SQLite')
  })

  const wrong: readonly [string, Partial<HistoryOptions>, string, RegExp, RegExp][] = [
    [
      'an unknown metric',
      { metric: 'cpu,nonsense' },
      'bad-input',
      /--metric: found "nonsense"/,
      /comma-separated, of parse, convert/,
    ],
    [
      'a folder that is not there',
      { runs: join(top, 'absent'), index: join(top, 'i.db') },
      'bad-input',
      /runs cannot be listed/,
      /--runs/,
    ],
    [
      'a picture that cannot be written',
      { png: join(top, 'absent', 'x.png') },
      'environment',
      /x\.png: cannot be written/,
      /folder that exists/,
    ],
    [
      'an index that is something else',
      { index: join(runs, 'run-00', 'run.json') },
      'bad-input',
      /no index of this program/,
      /--index/,
    ],
  ]
  for (const [title, options, code, message, hint] of wrong) {
    it(`answers ${title} in one line with a way out`, async () => {
      await assert.rejects(history(options), { name: 'BenchError', code, message, hint })
    })
  }
})

describe('the line of blocks', () => {
  const of = (...values: readonly (number | null)[]) =>
    sparkline({
      points: values.map(
        value =>
          ({
            invalid: null,
            change:
              value === null
                ? { status: 'insufficient', n: 0, reason: '' }
                : { status: 'estimated', n: 9, estimate_pct: value, low_pct: null, high_pct: null },
          }) as HistoryPoint,
      ),
    })
  const cases: readonly [string, readonly (number | null)[], string][] = [
    ['rises from the least to the most', [0, 1, 2, 3, 4, 5, 6, 7], '▁▂▃▄▅▆▇█'],
    ['stays in the middle where all are equal', [-2, -2], '▅▅'],
    ['has a gap for a run that tells nothing', [0, null, 1], '▁ █'],
    ['is empty for none, blank for unknown ones', [null, null], '  '],
    ['shows the last sixty', Array.from({ length: 61 }, (_, index) => index % 2), `…${'█▁'.repeat(30)}`],
  ]
  for (const [title, values, expected] of cases) it(title, () => assert.equal(of(...values), expected))
})
