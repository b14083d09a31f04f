import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  appendFileSync,
  chmodSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import fc from 'fast-check'
import type { Trial } from '../model.ts'
import { journalFileName, openJournal } from './append.ts'
import { head, trialOf } from './journal.fixture.ts'
import { isThisProcess, ownerState, thisProcess } from './owner.ts'
import { readJournal } from './read.ts'
import { collectTrials, resumePoint } from './trials.ts'

function scratch(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'seccomp-bench-journal-'))
  context.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

test('what was appended is read back; the file is readable by its owner alone', context => {
  const folder = scratch(context)
  const journal = openJournal(folder)
  journal.append(head())
  const trials = [trialOf(0, 1, 'A'), trialOf(0, 2, 'B')]
  for (const trial of trials) journal.append({ kind: 'trial', trial })
  journal.append({ kind: 'containers', index: 1, prefix: 'sb-x-1-0-', count: 200 })
  journal.close()
  const content = readJournal(folder)
  assert.deepEqual([content?.head, content?.trials, content?.torn], [head(), trials, 0])
  assert.equal(statSync(journal.path).mode & 0o777, 0o600)
  assert.equal(readJournal(scratch(context)), null)
})

test('cut off at any byte: all whole lines are there, and the torn one is counted', context => {
  const folder = scratch(context)
  const journal = openJournal(folder)
  journal.append(head())
  for (let round = 0; round < 3; round++) journal.append({ kind: 'trial', trial: trialOf(round, 1, 'A') })
  journal.close()
  const text = readFileSync(journal.path)
  const start = text.indexOf(10) + 1
  for (let end = start; end <= text.length; end += 7) {
    writeFileSync(journal.path, text.subarray(0, end), { mode: 0o600 })
    const content = readJournal(folder)!
    const whole = text.subarray(start, end).toString().split('\n')
    // A line that lacks its end alone says all that it had to say.
    const complete = whole.filter(line => line.endsWith(']}}')).length
    assert.equal(content.trials.length, complete, `cut at ${end}`)
    assert.equal(content.torn, whole.at(-1) !== '' && !whole.at(-1)!.endsWith(']}}') ? 1 : 0, `cut at ${end}`)
  }
})

test('a torn line is ended by who goes on; anywhere else it is no journal of ours', context => {
  const folder = scratch(context)
  const first = openJournal(folder)
  first.append(head())
  first.close()
  appendFileSync(first.path, '{"kind":"tri')
  const second = openJournal(folder)
  second.append({ kind: 'owner', owner: thisProcess() })
  second.append({ kind: 'trial', trial: trialOf(0, 1, 'A') })
  second.close()
  const content = readJournal(folder)!
  assert.deepEqual([content.torn, content.owners.length, content.trials.length], [1, 2, 1])
  appendFileSync(first.path, `oops\n${JSON.stringify({ kind: 'trial', trial: trialOf(0, 2, 'B') })}\n`)
  assert.throws(() => readJournal(folder), { code: 'bad-input', message: /not a journal of a run/ })
})

test('a journal that others may write is not believed', context => {
  const folder = scratch(context)
  const journal = openJournal(folder)
  journal.append(head())
  journal.close()
  chmodSync(join(folder, journalFileName), 0o620)
  assert.throws(() => readJournal(folder), { code: 'bad-input' })
})

test('a round that is begun anew replaces what there was of it; others stay, in order', () => {
  const trials = collectTrials()
  for (const [round, slot, arm] of [
    [-1, 1, 'A'],
    [-1, 2, 'B'],
    [0, 1, 'B'],
    [0, 2, 'A'],
    [1, 1, 'A'],
  ] as const) {
    trials.add(trialOf(round, slot, arm))
  }
  trials.add({ ...trialOf(-1, 1, 'A'), start_ns: 9 })
  trials.add({ ...trialOf(1, 1, 'A'), start_ns: 10 })
  assert.deepEqual(
    trials.all().map(({ round, slot, start_ns }) => [round, slot, start_ns]),
    [
      [-1, 1, 9],
      [0, 1, 0],
      [0, 2, 0],
      [1, 1, 10],
    ],
  )
})

test('a run goes on with the first round that is not whole, wherever it was cut', () => {
  const shape = fc.record({
    arms: fc.integer({ min: 2, max: 4 }),
    cut: fc.nat(60),
    interrupted: fc.boolean(),
  })
  fc.assert(
    fc.property(shape, ({ arms, cut, interrupted }) => {
      const trials: Trial[] = Array.from({ length: cut }, (_, i) =>
        trialOf(Math.floor(i / arms), 1 + (i % arms), 'ABCD'[i % arms]!),
      )
      const last = trials.at(-1)
      if (interrupted && last !== undefined) trials[cut - 1] = { ...last, interrupted: true }
      const whole = Math.floor((interrupted && cut > 0 ? cut - 1 : cut) / arms)
      assert.equal(resumePoint(trials, [], arms).round, whole)
    }),
  )
})

test('an owner is known by pid and start, and by the boot', async () => {
  const me = thisProcess()
  assert.deepEqual([ownerState(me), isThisProcess(me)], ['alive', true])
  assert.equal(ownerState({ ...me, started_ticks: me.started_ticks + 1 }), 'dead', 'the pid was given anew')
  assert.equal(ownerState({ ...me, boot: 'another' }), 'dead')
  assert.equal(ownerState({ ...me, pidNamespace: 'pid:[1]' }), 'elsewhere')
  const child = spawn(process.execPath, ['--eval', ''])
  await once(child, 'exit')
  assert.equal(ownerState({ ...me, pid: child.pid! }), 'dead')
})
