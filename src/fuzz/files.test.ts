import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import fc from 'fast-check'
import { analyseRounds } from '../analyse/analyse-rounds.ts'
import { exporters } from '../export/index.ts'
import { readBaseline } from '../gate/baseline.ts'
import { parseRounds } from '../import/csv-rounds.ts'
import { journalFileName } from '../journal/append.ts'
import { thisProcess } from '../journal/owner.ts'
import { readJournal } from '../journal/read.ts'
import { readRun, runFileName } from '../run-file.ts'
import { sampleRun } from '../run-sample.ts'
import { parseScenario, plan } from '../scenario.ts'
import { nearly } from './mutate.fixture.ts'
import { survives } from './survives.fixture.ts'

const folder = mkdtempSync(join(tmpdir(), 'seccomp-bench-fuzz-'))
after(() => rmSync(folder, { recursive: true }))

function store(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text, { mode: 0o600 })
  return path
}

const scenarios = [
  'mode: sequential\ncontainers: 5\n',
  '# a comment\nmode: parallel\ncontainers: { x86_64: 200, arm64: 150, other: 9 }\nrounds: 7\nconcurrency: 3\ntimeout_s: 2.5\nwriter: crun\nprofile: ../p.json\ncapabilities: [CAP_CHOWN, CAP_KILL]\narms:\n  - converter: moby\n    label: one\n  - &b { converter: host-arch, writer: runc, fsync: true, binary: /usr/sbin/runc }\n  - *b\n',
  '{"mode":"parallel","containers":{"other":2},"summary":"as JSON","warmup":0,"arms":[{"converter":"moby"},{"profile":"a.json"}]}',
]

test('scenarios, mutated, give a plan or are refused in one line', () => {
  const { taken, refused } = survives(nearly(...scenarios), 'scenarios', text => {
    const scenario = parseScenario(text, '/some/folder/mine.yaml')
    const settled = plan(scenario, 'x86_64', { launcher: 'posix', privateMounts: false })
    assert.ok(settled.containers >= 1 && settled.concurrency >= 1 && settled.timeout_ms > 0)
  })
  assert.ok(taken > 0 && refused > 0, `${taken} taken, ${refused} refused`)
})

const runTexts = [
  JSON.stringify(sampleRun({ rounds: 2 })),
  JSON.stringify(sampleRun({ rounds: 1, mode: 'parallel', containers: 3, writer: 'crun' })),
]

test('run files, mutated, are read or refused in one line, and nothing is made beside them', () => {
  const { taken, refused } = survives(nearly(...runTexts), 'run files', text => {
    const { id } = readRun(store(runFileName, text))
    assert.match(id, /^[A-Za-z0-9][A-Za-z0-9._-]*$/)
  })
  assert.ok(taken > 0 && refused > 0, `${taken} taken, ${refused} refused`)
  assert.deepEqual(readdirSync(folder), [runFileName])
})

test('journals, mutated by line and by character, are read or refused in one line', () => {
  const lines = journalLines()
  const text = lines.map(line => `${line}\n`).join('')
  const shuffledLines = fc
    .array(fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...lines) }, nearly(...lines)), { maxLength: 9 })
    .map(list => [lines[0], ...list].join('\n'))
  const { taken, refused } = survives(fc.oneof(nearly(text), shuffledLines), 'journals', journal => {
    store(journalFileName, journal)
    const { head, folders, containers } = readJournal(folder)!
    assert.match(head.id, /^[A-Za-z0-9][A-Za-z0-9._-]*$/)
    for (const path of folders.flatMap(({ cgroups }) => cgroups)) {
      assert.match(path, /^\/sys\/fs\/cgroup\//)
      assert.ok(!path.split('/').includes('..'))
    }
    for (const { prefix } of containers) assert.match(prefix, /^sb-[A-Za-z0-9-]*$/)
  })
  assert.ok(taken > 0 && refused > 0, `${taken} taken, ${refused} refused`)
})

function journalLines(): string[] {
  const { id, created, command, version, commit, seed, plan, target, host, arms, trials, harness } =
    sampleRun({ rounds: 2, writer: 'crun' })
  const owner = { ...thisProcess(), pid: 1 }
  return [
    {
      kind: 'head',
      schema: 'seccomp-bench/journal/1',
      id,
      created,
      resumable: true,
      command,
      version,
      commit,
      seed,
      plan,
      target,
      host,
      owner,
    },
    { kind: 'arms', arms: arms.map(arm => ({ arm, profilePath: '/p.json' })), runtimes: ['x=/bin/x'] },
    { kind: 'folder', index: 0, cgroups: ['/sys/fs/cgroup/lxc.pivot'] },
    { kind: 'runtime', index: 0, file: '/usr/bin/crun', remove: ['delete', '-f', '{id}'] },
    { kind: 'opened', arms },
    { kind: 'containers', index: 0, prefix: 'sb-0badcafe-0-1-', count: 10 },
    { kind: 'owner', owner },
    ...trials.map(trial => ({ kind: 'trial', trial })),
    { kind: 'noise', sample: noiseSample, harness },
  ].map(line => JSON.stringify(line))
}

const noiseSample = {
  round: 0,
  at_ns: 1,
  total_ticks: 1,
  steal_ticks: 0,
  cpu_pressure_us: null,
  io_pressure_us: null,
  memory_pressure_us: null,
  throttled_us: null,
  load1: 0.5,
  frequency_khz: null,
  sentinel_ns: 1000,
}

test('baselines, mutated, are read or refused in one line', () => {
  const real = JSON.stringify({
    schema: 'seccomp-bench/baseline/1',
    ledger: [{ name: 'host-arch, default.json, x86_64', counts: { bytes: 18536, rules: 14, other: null } }],
    compiled: [{ libseccomp: '2.5.4', cells: [] }],
    times: [
      {
        run: 'r',
        seed: '00',
        cell: { mode: 'sequential' },
        hostClass: { cpu: 'x' },
        arms: [],
        changes: [{ metric: 'wall', n: 20, estimate_pct: -1, low_pct: -2, high_pct: null }],
      },
    ],
  })
  const { taken, refused } = survives(nearly(real), 'baselines', text => {
    readBaseline(store('baseline.json', text))
  })
  assert.ok(taken > 0 && refused > 0, `${taken} taken, ${refused} refused`)
})

test('measured rounds as CSV, mutated, are read and judged, or refused in one line', () => {
  const own = [...exporters.csv.serialise(sampleRun({ rounds: 3, writer: 'crun' }))].join('')
  const others = `round,slot,arm,wall_s\n0,1,A,1.5\n0,2,"B, x",2.5\n1,1,"B, x",1e-3\n1,2,A,\n`
  const { taken, refused } = survives(nearly(own, others), 'rounds as CSV', text => {
    const { arms, metrics, rounds } = parseRounds(text, 'rounds.csv')
    const [baseline, candidate] = arms
    const [metric] = metrics
    if (baseline === undefined || candidate === undefined || metric === undefined) return
    const goals = { mde_pct: 1, margin_pct: 1 }
    const answer = analyseRounds({ rounds, baseline, candidate, metrics: [metric], seed: '0', ...goals })
    assert.doesNotMatch(JSON.stringify({ ...answer, comparison: answer.comparison.metrics }), /NaN|Infinity/)
  })
  assert.ok(taken > 0 && refused > 0, `${taken} taken, ${refused} refused`)
})

test('the journal of these tests is one that is taken', () => {
  store(journalFileName, `${journalLines().join('\n')}\n`)
  const content = readJournal(folder)!
  assert.equal(content.torn, 0)
  assert.equal(content.trials.length, 6)
  assert.equal(readFileSync(join(folder, journalFileName), 'utf8').split('\n').length, 15)
})
