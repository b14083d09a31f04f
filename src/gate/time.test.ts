import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Run, Trial } from '../model.ts'
import { randomStream } from '../random.ts'
import { sampleRun } from '../run-sample.ts'
import { type Baseline, emptyBaseline } from './baseline.ts'
import { type CheckStatus, gateStatus } from './check.ts'
import { ratioOfRatios } from './ratio-of-ratios.ts'
import { sessionOf } from './session.ts'
import { compareRun } from './time.ts'
import { updateTimes } from './update.ts'

const sample = sampleRun({ rounds: 1 })
const template = sample.trials.find(({ warmup }) => !warmup)!
const [creation] = template.creations

/** A session: the candidate takes `ratio` of the baseline's time, each trial with normal noise of `noise_pct`. */
function session(choices: {
  ratio: number
  seed: string
  rounds?: number
  noise_pct?: number
  speed?: number
}): Run {
  const { ratio, seed, rounds = 200, noise_pct = 1, speed = 1 } = choices
  const random = randomStream(seed, 'session')
  const normal = () => Math.sqrt(-2 * Math.log(1 - random.unit())) * Math.cos(2 * Math.PI * random.unit())
  const trials: Trial[] = []
  for (let round = 0; round < rounds; round++) {
    const order = random.coin() === 1 ? ['A', 'B'] : ['B', 'A']
    order.forEach((arm, slot) => {
      const factor = (arm === 'B' ? ratio : 1) * speed * Math.exp((noise_pct / 100) * normal())
      const phases = { ...creation!.phases, write: 100_000 * factor }
      trials.push({
        ...template,
        round,
        slot: slot + 1,
        arm,
        warmup: false,
        wall_ns: 1_000_000 * factor,
        cpu_us: 900 * factor,
        creations: [{ ...creation!, phases }],
      })
    })
  }
  return { ...sample, id: `run-${seed}`, seed, trials }
}

function baselineOf(run: Run): Baseline {
  const result = sessionOf(run)
  assert.ok('session' in result, JSON.stringify(result))
  return updateTimes(emptyBaseline, result.session).baseline
}

const baseline = baselineOf(session({ ratio: 0.9, seed: 'b' }))
const statusOf = (run: Run, margin_pct = 2, against = baseline): CheckStatus =>
  gateStatus({ checks: compareRun(against, run, margin_pct) })

describe('a run against a baseline of its own machine', () => {
  it('passes where the ratio of the arms is what it was', () => {
    assert.equal(statusOf(session({ ratio: 0.9, seed: 'c' })), 'passed')
  })

  it('passes on a day on which the whole machine is twice as slow', () => {
    assert.equal(statusOf(session({ ratio: 0.9, seed: 'd', speed: 2 })), 'passed')
  })

  it('passes where the candidate has become faster', () => {
    assert.equal(statusOf(session({ ratio: 0.5, seed: 'e' })), 'passed')
  })

  it('regresses where the candidate takes 5 % more of the baseline’s time than it did', () => {
    const checks = compareRun(baseline, session({ ratio: 0.945, seed: 'f' }), 2)
    assert.equal(gateStatus({ checks }), 'regressed')
    assert.match(
      checks.find(({ status }) => status === 'regressed')!.text,
      /^SLOWER: \+\d.*ratio of the arms 0\.94/,
    )
  })

  it('cannot tell with noise that hides the margin, and says how many rounds it takes', () => {
    const checks = compareRun(baseline, session({ ratio: 0.9, seed: 'a0', noise_pct: 30, rounds: 30 }), 2)
    assert.equal(gateStatus({ checks }), 'unknown')
    assert.match(checks.find(({ status }) => status === 'unknown')!.hint!, /measure about \d{4,} rounds/)
  })

  it('cannot tell where the baseline is too coarse, whatever the run', () => {
    const coarse = baselineOf(session({ ratio: 0.9, seed: 'a1', noise_pct: 30, rounds: 30 }))
    const checks = compareRun(coarse, session({ ratio: 0.9, seed: 'a2' }), 2)
    assert.match(checks.find(({ status }) => status === 'unknown')!.hint!, /baseline itself is too coarse/)
  })

  it('regresses where an arm has another number of rules, however fast', () => {
    const run = session({ ratio: 0.9, seed: 'c' })
    const arms = run.arms.map(arm => ({ ...arm, rules: arm.rules - 1 }))
    assert.equal(statusOf({ ...run, arms }), 'regressed')
  })

  it('cannot tell of a run without rounds, or with failures', () => {
    const run = session({ ratio: 0.9, seed: 'c' })
    assert.match(compareRun(baseline, { ...run, trials: [] }, 2)[0]!.text, /unfit/)
    const failures = run.trials.map((trial, index) =>
      index % 10 === 0
        ? { ...trial, creations: [{ ...creation!, status: 'failed' as const, reason: 'exit 1' }] }
        : trial,
    )
    assert.match(compareRun(baseline, { ...run, trials: failures }, 2)[0]!.text, /unfit: failures/)
  })
})

describe('a baseline of another kind', () => {
  const run = session({ ratio: 0.9, seed: 'c' })
  const others: readonly (readonly [string, Run, RegExp])[] = [
    ['CPU model', { ...run, host: { ...run.host, cpu: 'Other' } }, /CPU: A processor \/ Other/],
    ['machine', { ...run, host: { ...run.host, machine: 'aarch64' } }, /machine: x86_64 \/ aarch64/],
    ['kernel’s first number', { ...run, host: { ...run.host, kernel: '7.1' } }, /kernel: 6 \/ 7/],
    [
      'writer',
      { ...run, arms: run.arms.map(arm => ({ ...arm, writer: 'crun' })) },
      /writer of A: lcr-file \/ crun/,
    ],
    ['version', { ...run, arms: run.arms.map(arm => ({ ...arm, version: 'crun 9' })) }, /version of A/],
    [
      'profile',
      {
        ...run,
        arms: run.arms.map(arm => ({ ...arm, profile: { ...arm.profile, sha256: '0'.repeat(64) } })),
      },
      /profile of A/,
    ],
    [
      'mode',
      { ...run, plan: { ...run.plan, mode: 'parallel', metric: 'makespan', containers: 1 } },
      /mode: sequential \/ parallel/,
    ],
  ]
  for (const [what, other, difference] of others) {
    it(`(${what}) is incomparable, never a pass`, () => {
      const checks = compareRun(baseline, other, 2)
      assert.equal(gateStatus({ checks }), 'unknown')
      assert.match(checks[0]!.text, /^incomparable/)
      assert.match(checks[0]!.text, difference)
    })
  }

  it('and one without any times is incomparable as well', () => {
    assert.equal(statusOf(run, 2, emptyBaseline), 'unknown')
  })

  it('is replaced by --update, and only that one', () => {
    const other = baselineOf({ ...run, host: { ...run.host, cpu: 'Other' } }).times
    const both = { ...baseline, times: [...baseline.times, ...other] }
    const result = sessionOf(session({ ratio: 0.9, seed: 'c' }))
    assert.ok('session' in result)
    const updated = updateTimes(both, result.session)
    assert.deepEqual(
      updated.baseline.times.map(({ run: id, hostClass }) => [id, hostClass.CPU]),
      [
        ['run-c', 'Other'],
        ['run-c', 'A processor'],
      ],
    )
    assert.match(updated.changes[0]!, /replaces run run-b.*ratio of the arms 0\.\d{4} → 0\.\d{4}/)
  })
})

describe('a ratio over a ratio', () => {
  const change = { estimate_pct: 10, low_pct: 5, high_pct: 15 }

  it('is no change for the same numbers, and its interval wider than either', () => {
    const { estimate_pct, low_pct, high_pct } = ratioOfRatios(change, change, 1)
    assert.ok(Math.abs(estimate_pct) < 1e-9)
    assert.ok(low_pct! < -5 && high_pct! > 5)
  })

  it('has the interval of the run alone where the baseline has no noise', () => {
    const exact = { estimate_pct: 0, low_pct: 0, high_pct: 0 }
    const { low_pct, high_pct } = ratioOfRatios(change, exact, 1)
    assert.ok(Math.abs(low_pct! - 5) < 1e-9 && Math.abs(high_pct! - 15) < 1e-9)
  })

  it('is not bounded where one of the two is not', () => {
    const { low_pct, high_pct } = ratioOfRatios({ ...change, low_pct: null }, change, 1)
    assert.equal(low_pct, null)
    assert.ok(high_pct !== null)
  })

  it('is wider the more comparisons there are', () => {
    assert.ok(ratioOfRatios(change, change, 3).high_pct! > ratioOfRatios(change, change, 1).high_pct!)
  })
})

/** Monte Carlo: gates of runs without a change, all metrics together. A pass is right, an alarm is not. */
it('alarms at no more than 5 % of runs in which nothing changed, and finds 3 margins in nearly all', () => {
  const count = process.env.SECCOMP_BENCH_TESTS === 'all' ? 400 : 40
  let alarms = 0
  let found = 0
  for (let index = 0; index < count; index++) {
    const seed = (number: number) => (index * 4 + number).toString(16)
    const before = baselineOf(session({ ratio: 1, seed: `1${seed(0)}`, rounds: 40, noise_pct: 3 }))
    // A margin of 0: any clear slowing would be an alarm.
    if (
      statusOf(session({ ratio: 1, seed: `2${seed(1)}`, rounds: 40, noise_pct: 3 }), 0.01, before) ===
      'regressed'
    )
      alarms++
    if (
      statusOf(session({ ratio: 1.06, seed: `3${seed(2)}`, rounds: 40, noise_pct: 3 }), 2, before) ===
      'regressed'
    )
      found++
  }
  assert.ok(alarms <= count * 0.075, `${alarms} alarms of ${count}`)
  assert.ok(found >= count * 0.9, `${found} found of ${count}`)
})
