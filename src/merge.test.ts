import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { analyseRun } from './analyse/analyse-run.ts'
import { BenchError } from './errors.ts'
import { mergeRuns, whyApart } from './merge.ts'
import type { ArmResult, NoiseSample, Run } from './model.ts'
import { sampleRun } from './run-sample.ts'
import { runSchema } from './run-schema.ts'

const base = sampleRun({ rounds: 20 })

/** Another session of the same cell. */
function session(number: number, run: Run = base): Run {
  return { ...run, id: `session-${number}`, seed: number.toString(16).padStart(16, '0') }
}

function withArm(change: Partial<ArmResult>): Run {
  return { ...base, arms: [base.arms[0]!, { ...base.arms[1]!, ...change }] }
}

describe('merging runs', () => {
  it('pools two sessions of one cell as more rounds', () => {
    const { runs, notes } = mergeRuns([session(1), session(2)])
    assert.equal(runs.length, 1)
    const analysis = analyseRun(runs[0]!)
    assert.equal(analysis.comparisons[0]!.metrics.at(-1)!.n, 40)
    assert.deepEqual(runs[0]!.plan.length, { mode: 'fixed', rounds: 40 })
    assert.match(notes.join('\n'), /pooled as one run: session-1, session-2/)
    assert.deepEqual(runSchema.parse(runs[0]), runs[0])
  })

  it('loses no trial, and gives no two rounds one number', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 }), sizes => {
        const runs = sizes.map((rounds, index) => session(index + 1, sampleRun({ rounds })))
        const [pooled, ...rest] = mergeRuns(runs).runs
        assert.equal(rest.length, 0)
        assert.equal(
          pooled!.trials.length,
          runs.reduce((sum, { trials }) => sum + trials.length, 0),
        )
        const measured = pooled!.trials.filter(({ warmup }) => !warmup)
        const pairs = new Set(measured.map(({ round, slot }) => `${round}/${slot}`))
        assert.equal(pairs.size, measured.length)
      }),
      { numRuns: 30 },
    )
  })

  it('leaves a round’s number free between sessions: none follows the other', () => {
    const rounds = mergeRuns([session(1), session(2)]).runs[0]!.trials.map(({ round }) => round)
    assert.ok(rounds.includes(19) && rounds.includes(21) && !rounds.includes(20))
  })

  it('lets counters go on where the session before left them', () => {
    const noise = (start: number): NoiseSample[] =>
      [0, 10].map(grown => ({
        round: 0,
        at_ns: grown,
        total_ticks: start + grown,
        steal_ticks: start + grown / 2,
        cpu_pressure_us: null,
        io_pressure_us: start,
        memory_pressure_us: start,
        throttled_us: null,
        load1: 0.5,
        frequency_khz: null,
        sentinel_ns: 1,
      }))
    const [pooled] = mergeRuns([
      { ...session(1), noise: noise(1000) },
      { ...session(2), noise: noise(500_000) },
    ]).runs
    assert.deepEqual(
      pooled!.noise.map(({ total_ticks, steal_ticks, cpu_pressure_us }) => [
        total_ticks,
        steal_ticks,
        cpu_pressure_us,
      ]),
      [
        [1000, 1000, null],
        [1010, 1005, null],
        [1010, 1005, null],
        [1020, 1010, null],
      ],
    )
  })

  const different: readonly (readonly [string, Run, RegExp])[] = [
    [
      'architecture',
      sampleRun({ rounds: 2, architecture: 'arm64' }),
      /architecture: x86_64 \/ arm64 on x86_64/,
    ],
    ['mode', sampleRun({ rounds: 2, mode: 'parallel' }), /mode: sequential \/ parallel/],
    ['writer', sampleRun({ rounds: 2, writer: 'runc' }), /writer of A: lcr-file \/ runc/],
    ['version', withArm({ version: 'runc 1.1.7' }), /version of B: in process \/ runc 1\.1\.7/],
    ['profile', withArm({ profile: { ...base.arms[1]!.profile, sha256: 'ef'.repeat(32) } }), /profile of B/],
    ['converter', withArm({ converter: 'moby' }), /converter of B: host-arch \/ moby/],
    ['fsync', withArm({ fsync: true }), /fsync of B: no \/ yes/],
    [
      'adaptations',
      withArm({ adaptations: ['riscv64 left out'] }),
      /adaptations of B: none \/ riscv64 left out/,
    ],
    ['CPU', { ...base, host: { ...base.host, cpu: 'Another' } }, /CPU: A processor \/ Another/],
    ['kernel', { ...base, host: { ...base.host, kernel: '7.0.1' } }, /kernel: 6 \/ 7/],
    ['build', { ...base, commit: 'abcdef' }, /commit: unknown \/ abcdef/],
  ]
  for (const [what, other, difference] of different) {
    it(`keeps runs of different ${what} apart, and says so`, () => {
      const { runs, notes } = mergeRuns([session(1), session(2, other)])
      assert.equal(runs.length, 2)
      assert.match(notes.join('\n'), difference)
      assert.match(notes.join('\n'), /session-1 and session-2 are not pooled/)
    })
  }

  it('keeps batches of different size apart, but not sequential runs of different length', () => {
    const batches = [3, 4].map(containers => sampleRun({ rounds: 2, mode: 'parallel', containers }))
    assert.match(whyApart(batches[0]!, batches[1]!).join(), /containers of a trial: 3 \/ 4/)
    assert.deepEqual(whyApart(sampleRun({ rounds: 2 }), sampleRun({ rounds: 5 })), [])
  })

  it('tells of sessions that differ in what the class leaves open', () => {
    const later = session(2, { ...base, host: { ...base.host, kernel: '6.1.0-99' } })
    assert.match(
      mergeRuns([session(1), later]).notes.join('\n'),
      /although the sessions differ in kernel: 6\.1\.0 \//,
    )
  })

  it('refuses one seed twice: the same rounds would count twice', () => {
    assert.throws(
      () => mergeRuns([session(1), { ...session(1), id: 'copy' }]),
      refusal(/found seed .* twice/),
    )
  })

  it('refuses to pool runs that stopped when they were decided', () => {
    const stopped = (number: number): Run => {
      const run = session(number)
      return { ...run, plan: { ...run.plan, length: { mode: 'sequential', most: 500 } } }
    }
    assert.throws(() => mergeRuns([stopped(1), stopped(2)]), refusal(/stops when it is decided/))
    assert.equal(mergeRuns([stopped(1)]).runs.length, 1)
  })
})

function refusal(message: RegExp) {
  return (error: unknown) =>
    error instanceof BenchError && error.code === 'bad-input' && message.test(error.message)
}
