import assert from 'node:assert/strict'
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { analyseRun, readJournal, readRun } from '../src/index.ts'
import { roundOrder } from '../src/measure/schedule.ts'
import {
  cli,
  memory,
  onlyAll,
  onlyFolder,
  onlyRun,
  runFolders,
  scratch,
  startCli,
  untilTrials,
  wellEnded,
} from './robust.fixture.ts'

/** As many as take longer than this test may be kept waiting between a look at the journal and the kill. */
const rounds = 400
const options = ['--containers', String(rounds), '--seed', '5eed']

test('killed and resumed twice: the schedule, the counts and the rounds of a run that nobody touched', async context => {
  const folder = scratch(context)
  const [whole, cut] = [join(folder, 'whole'), join(folder, 'cut')]
  assert.equal((await cli([...memory, ...options, '--out', whole])).exitCode, wellEnded(onlyRun(whole)))
  const first = startCli([...memory, ...options, '--warmup', '2', '--out', cut])
  const run = await untilTrials(cut, 61)
  first.kill('SIGKILL')
  await first
  assert.ok(!existsSync(join(run, 'run.json')))
  // What a death in the middle of a write leaves.
  appendFileSync(join(run, 'journal.jsonl'), '{"kind":"trial","trial":{"round":9')
  const before = readJournal(run)!
  assert.ok(before.trials.length >= 61 && before.torn === 1)
  const second = startCli(['run', '--resume', run, '--no-charts'])
  await untilTrials(cut, before.trials.length + 30)
  second.kill('SIGKILL')
  assert.match((await second).stderr, /a line was cut off in the journal: the trial in flight is lost/)
  const third = await cli(['run', '--resume', run, '--no-charts'])
  assert.equal(third.exitCode, wellEnded(onlyRun(cut)), third.stderr)
  assert.ok(!existsSync(join(run, 'journal.jsonl')) && !existsSync(join(run, 'work')))

  const [a, b] = [onlyRun(whole), onlyRun(cut)]
  const places = (trials: typeof a.trials) =>
    trials.filter(({ warmup }) => !warmup).map(({ round, slot, arm }) => [round, slot, arm])
  assert.deepEqual(places(b.trials), places(a.trials))
  assert.deepEqual(
    places(b.trials),
    Array.from({ length: rounds }, (_, round) =>
      roundOrder(b.seed, round, ['A', 'B']).map((arm, slot) => [round, slot + 1, arm]),
    ).flat(),
  )
  const [one, other] = [analyseRun(a), analyseRun(b)]
  assert.deepEqual([b.status, b.ended], [a.status, a.ended])
  assert.deepEqual(other.decision.looks, one.decision.looks)
  assert.deepEqual(other.failures, one.failures)
  assert.deepEqual(a.resumed, [])
  assert.equal(b.resumed.length, 2)
  assert.ok(b.resumed[0]!.round >= 25 && b.resumed[1]!.round > b.resumed[0]!.round)
  assert.match(third.stdout, new RegExp(`gone on with from round ${b.resumed[1]!.round + 1} at 20`))
  // Times go on, without the pauses: later rounds are later.
  const starts = b.trials.filter(({ warmup }) => !warmup).map(({ start_ns }) => start_ns)
  assert.deepEqual(
    starts,
    starts.toSorted((x, y) => x - y),
  )
  for (const name of ['total_ticks', 'at_ns'] as const) {
    const values = b.noise.map(sample => sample[name] ?? 0)
    assert.deepEqual(
      values,
      values.toSorted((x, y) => x - y),
      name,
    )
  }
})

test('what was kept before a death is what is stored at the end', { skip: onlyAll }, async context => {
  const out = join(scratch(context), 'out')
  const live = startCli([...memory, ...options, '--out', out])
  const run = await untilTrials(out, 50)
  live.kill('SIGKILL')
  await live
  const before = readJournal(run)!.trials
  await cli(['run', '--resume', run, '--no-charts'])
  const after = readRun(run).trials
  const whole = before.filter(({ round }) => before.filter(trial => trial.round === round).length === 2)
  assert.ok(whole.length >= 48)
  assert.deepEqual(after.slice(0, whole.length), whole)
})

test('what cannot be resumed says why, with exit code 2', async context => {
  const out = join(scratch(context), 'out')
  await cli([...memory, '--containers', '5', '--out', out])
  const run = onlyFolder(out)
  const complete = await cli(['run', '--resume', run])
  assert.equal(complete.exitCode, 2)
  assert.match(complete.stderr, /nothing to resume, it is complete with 10 trials \(seccomp-bench analyse /)
  const empty = join(out, 'empty')
  mkdirSync(empty)
  const none = await cli(['run', '--resume', empty])
  assert.deepEqual([none.exitCode, /there is no journal\.jsonl/.test(none.stderr)], [2, true])
  const both = await cli(['run', '--resume', run, '--seed', '1'])
  assert.deepEqual([both.exitCode, /cannot be used with option/.test(both.stderr)], [2, true])
})

test('a run of another host or version of this program is not gone on with', {
  skip: onlyAll,
}, async context => {
  const out = join(scratch(context), 'out')
  const live = startCli([...memory, '--containers', '10000', '--out', out])
  const run = await untilTrials(out, 3)
  live.kill('SIGKILL')
  await live
  const path = join(run, 'journal.jsonl')
  const text = readFileSync(path, 'utf8')
  writeFileSync(path, text.replace(/"kernel":"[^"]+"/, '"kernel":"1.0"'))
  const host = await cli(['run', '--resume', run])
  assert.equal(host.exitCode, 2)
  assert.match(host.stderr, /the run began on another host: kernel was "1\.0", found /)
  writeFileSync(path, text.replace(/"version":"[^"]+"/, '"version":"0.0.0"'))
  assert.match((await cli(['run', '--resume', run])).stderr, /begun by version 0\.0\.0/)
})

test('two runs at once in one folder do not disturb each other', async context => {
  const out = join(scratch(context), 'out')
  const parameters = ['run', '--writer', 'lcr-file', '--warmup', '0', '--containers', '60', '--no-charts']
  const both = await Promise.all(
    [1, 2].map(seed => cli([...parameters, '--seed', String(seed), '--out', out])),
  )
  const runs = runFolders(out).map(readRun)
  assert.deepEqual(both.map(({ exitCode }) => exitCode).sort(), runs.map(wellEnded).sort())
  assert.deepEqual(runs.map(({ seed }) => Number.parseInt(seed, 16)).sort(), [1, 2])
  for (const { trials, status } of runs) {
    assert.deepEqual([status, trials.length], ['complete', 120])
    assert.ok(trials.every(({ creations }) => creations.every(creation => creation.status === 'created')))
  }
})

test('20,000 creations grow the process by 20 MiB at most, and it stays under 150 MiB', {
  skip: onlyAll,
}, async context => {
  const out = join(scratch(context), 'out')
  const parameters = ['run', '--writer', 'memory', '--containers', '10000', '--warmup', '500', '--no-charts']
  const { exitCode } = await cli([...parameters, '--out', out])
  assert.equal(exitCode, wellEnded(onlyRun(out)))
  const { harness } = onlyRun(out)
  assert.ok(harness.rssAtEnd_bytes - harness.rssAfterWarmup_bytes <= 20 * 2 ** 20, JSON.stringify(harness))
  assert.ok(harness.peakRss_bytes < 150 * 2 ** 20, JSON.stringify(harness))
})
