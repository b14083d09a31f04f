import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BenchError } from '../errors.ts'
import { trialOf } from '../journal/journal.fixture.ts'
import type { JournalLine } from '../journal/lines.ts'
import type { NoiseSample } from '../model.ts'
import { sampleNoise } from './noise.ts'
import { counterBase, startRecord } from './record.ts'

const sample: NoiseSample = { ...sampleNoise(0, 0), total_ticks: 100, steal_ticks: null, cpu_pressure_us: 5 }

test('counters of a run that goes on continue where they were, over a reboot and a pause', () => {
  const before = { ...sample, total_ticks: 5000, steal_ticks: 7, cpu_pressure_us: 900 }
  const rebase = counterBase(before, sample)
  assert.deepEqual(rebase(sample).total_ticks, 5000)
  const later = rebase({ ...sample, total_ticks: 130, cpu_pressure_us: 6 })
  assert.deepEqual([later.total_ticks, later.steal_ticks, later.cpu_pressure_us], [5030, null, 901])
  assert.equal(later.sentinel_ns, sample.sentinel_ns, 'what is no counter stays')
})

test('a run that begins has the kernel’s own counters', () => {
  assert.deepEqual(counterBase(null, sample)(sample), sample)
})

test('trials go to the journal as they end; one that it cannot take is kept, and the error comes out', () => {
  const lines: JournalLine[] = []
  let full = false
  const append = (line: JournalLine): void => {
    if (full) throw new BenchError('environment', 'full')
    lines.push(line)
  }
  const record = startRecord({ append }, null)
  record.trial(trialOf(0, 1, 'A'))
  record.noise(0)
  record.noise(1)
  full = true
  assert.throws(() => record.trial(trialOf(0, 2, 'B')), /full/)
  assert.deepEqual(
    lines.map(({ kind }) => kind),
    ['trial', 'noise'],
    'rounds of a millisecond share a reading',
  )
  assert.deepEqual([record.count(), record.unwritten()], [2, [trialOf(0, 2, 'B')]])
})
