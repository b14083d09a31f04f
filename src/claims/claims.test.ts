import assert from 'node:assert/strict'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { BenchError } from '../errors.ts'
import type { Run, Trial } from '../model.ts'
import { randomStream } from '../random.ts'
import { sampleRun } from '../run-sample.ts'
import { type ClaimStatus, isAbout, judgeClaim } from './judge.ts'
import { readPublished } from './published.ts'

const reference = join(import.meta.dirname, '../../../results/reference')
const published = readPublished(join(reference, 'published.json'))

describe('the published figures', () => {
  it('are the five readings of four pairs, their changes computed from their own times', () => {
    assert.deepEqual(
      published.claims.map(({ architecture, mode, containers, change_pct, stated_pct }) => [
        architecture,
        mode,
        containers,
        Math.round(change_pct * 100) / 100,
        stated_pct,
      ]),
      [
        ['x86_64', 'sequential', 500, -0.58, -0.6],
        ['x86_64', 'parallel', 200, -2.24, -2.24],
        ['arm64', 'sequential', 500, -1.34, -1.34],
        ['arm64', 'parallel', 150, -1.21, -1.21],
        ['arm64', 'parallel', 150, -0.92, null],
      ],
    )
  })

  it('name both readings of the pair in which chart and text disagree', () => {
    const readings = published.claims.map(({ reading }) => reading).filter(reading => reading !== null)
    assert.deepEqual(readings, ['10.255 s before', '10.225 s before (its chart)'])
  })

  it('that are missing end in one line', () => {
    assert.throws(
      () => readPublished('/nowhere/published.json'),
      (error: unknown) => error instanceof BenchError && /nowhere.*cannot be read/.test(error.message),
    )
  })
})

/** Creations of LXC with normal noise of `noise_pct` per round around a true change. */
function lxcRun(choices: { change_pct: number; noise_pct: number; rounds: number; base?: Run }): Run {
  const { change_pct, noise_pct, rounds, base = sampleRun({ rounds: 1, writer: 'lxc' }) } = choices
  const random = randomStream('c1a1', 'claims')
  const normal = () => Math.sqrt(-2 * Math.log(1 - random.unit())) * Math.cos(2 * Math.PI * random.unit())
  const template = base.trials.find(({ warmup }) => !warmup)!
  const trials: Trial[] = []
  for (let round = 0; round < rounds; round++) {
    const order = random.coin() === 1 ? ['A', 'B'] : ['B', 'A']
    order.forEach((arm, slot) => {
      const factor = (arm === 'B' ? 1 + change_pct / 100 : 1) * Math.exp((noise_pct / 141) * normal())
      const wall_ns = Math.round(50_000_000 * factor)
      trials.push({ ...template, round, slot: slot + 1, arm, wall_ns, warmup: false, harness_cpu_us: null })
    })
  }
  return { ...base, trials }
}

const claim = published.claims[0]!

describe('a claim beside a run of ours', () => {
  const cases: readonly (readonly [ClaimStatus, string, Run])[] = [
    [
      'consistent',
      'the intervals meet and leave no change out',
      lxcRun({ change_pct: -0.58, noise_pct: 2, rounds: 2000 }),
    ],
    ['contradicted', 'ours shows no such change', lxcRun({ change_pct: 0, noise_pct: 1, rounds: 2000 })],
    ['contradicted', 'ours goes the other way', lxcRun({ change_pct: 2, noise_pct: 1, rounds: 1000 })],
    [
      'not resolvable',
      'one such measurement has more noise',
      lxcRun({ change_pct: -0.58, noise_pct: 10, rounds: 2000 }),
    ],
    ['not resolvable', 'an engine may thin ours out', lxcRun({ change_pct: -5, noise_pct: 1, rounds: 1000 })],
    ['unresolved', 'ours has too few rounds', lxcRun({ change_pct: -0.58, noise_pct: 3, rounds: 40 })],
    ['unresolved', 'ours has no interval', lxcRun({ change_pct: -0.58, noise_pct: 1, rounds: 3 })],
  ]
  for (const [status, why, run] of cases) {
    it(`is ${status} where ${why}`, () => {
      const judgement = judgeClaim(claim, run)
      assert.equal(judgement.status, status, JSON.stringify(judgement))
    })
  }

  const native = lxcRun({ change_pct: 0, noise_pct: 1, rounds: 100 })
  const arm64 = { ...native.target, architecture: 'arm64', machine: 'aarch64', native: false }
  const beside: readonly (readonly [string, Run, RegExp])[] = [
    [
      'another runtime',
      { ...native, arms: native.arms.map(arm => ({ ...arm, writer: 'runc' })) },
      /writer is runc/,
    ],
    [
      'other converters',
      { ...native, arms: native.arms.map(arm => ({ ...arm, converter: 'moby' })) },
      /arms are moby/,
    ],
    ['a foreign architecture', { ...native, target: arm64 }, /written on x86_64/],
    ['failures', { ...native, trials: native.trials.map(failed) }, /unfit/],
  ]
  for (const [what, run, reason] of beside) {
    it(`is never judged by a run with ${what}`, () => {
      const judgement = judgeClaim(claim, run)
      assert.equal(judgement.status, 'beside')
      assert.match(judgement.reasons.join(), reason)
    })
  }

  it('is never judged by batches of another size', () => {
    const run = sampleRun({ rounds: 20, mode: 'parallel', containers: 20, writer: 'lxc' })
    assert.match(judgeClaim(published.claims[1]!, run).reasons.join(), /20 containers, not 200/)
  })

  it('says how many rounds it takes at our noise: a fourth of the noise, a sixteenth of the rounds', () => {
    const [coarse, fine] = [8, 2].map(noise_pct =>
      judgeClaim(claim, lxcRun({ change_pct: 0, noise_pct, rounds: 2000 })),
    )
    const ratio = coarse!.roundsNeeded! / fine!.roundsNeeded!
    assert.ok(ratio > 10 && ratio < 24, String(ratio))
    assert.ok(fine!.roundsNeeded! > 100)
  })

  it('is about runs of its architecture and mode', () => {
    assert.deepEqual(
      published.claims.map(each => isAbout(each, native)),
      [true, false, false, false, false],
    )
  })
})

function failed(trial: Trial): Trial {
  return {
    ...trial,
    creations: trial.creations.map(creation => ({ ...creation, status: 'failed' as const, reason: 'x' })),
  }
}
