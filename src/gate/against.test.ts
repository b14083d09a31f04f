import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { randomStream } from '../random.ts'
import { compareBuilds } from './against.ts'
import { asBuild, waysOf } from './builds.ts'
import type { CheckStatus } from './check.ts'

/** Two makers on a clock that only they move: a spec takes 0.25 ms with noise, the new build's `ratio` of that. */
function builds(choices: { ratio: number; noise_pct: number; seed: string; drift_pct?: number }) {
  const { ratio, noise_pct, seed, drift_pct = 0 } = choices
  const random = randomStream(seed, 'builds')
  const normal = () => Math.sqrt(-2 * Math.log(1 - random.unit())) * Math.cos(2 * Math.PI * random.unit())
  let now_ns = 0
  let made = 0
  const make = (factor: number) => () => {
    made++
    const drift = 1 + (drift_pct / 100) * Math.sin(made / 3000)
    now_ns += 250_000 * factor * drift * Math.exp((noise_pct / 100) * normal())
  }
  return { before: make(1), now: make(ratio), clock_ns: () => now_ns }
}

async function check(ratio: number, noise_pct: number, seed: string, drift_pct = 0, mostRounds = 2000) {
  return compareBuilds({
    suite: 'time',
    name: 'host-arch, lcr-file',
    ...builds({ ratio, noise_pct, seed, drift_pct }),
    seed: seed.padStart(16, '0'),
    margin_pct: 3,
    mostRounds,
    stop: () => false,
  })
}

describe('two builds in paired rounds', () => {
  const cases: readonly (readonly [string, number, number, CheckStatus])[] = [
    ['that take the same time', 1, 10, 'passed'],
    ['of which the new one is 1 % slower: less than the margin', 1.01, 5, 'passed'],
    ['of which the new one is 8 % slower', 1.08, 10, 'regressed'],
    ['of which the new one is faster', 0.8, 10, 'passed'],
  ]
  for (const [what, ratio, noise_pct, status] of cases) {
    it(`${what}: ${status}, while the machine drifts by ±20 %`, async () => {
      const result = await check(ratio, noise_pct, '5eed', 20)
      assert.equal(result.status, status, result.text)
    })
  }

  it('a slower one is told only where a second comparison, with another seed, finds it too', async () => {
    const { text } = await check(1.08, 10, '5eed')
    assert.match(text, /seed 0000000000005eed.*again: SLOWER.*seed 00005eed00000000/)
  })

  it('with more noise than the rounds can bear: cannot tell, and what would help', async () => {
    const result = await check(1, 100, '5eed', 0, 40)
    assert.equal(result.status, 'unknown')
    assert.match(result.hint!, /more --rounds/)
  })

  it('that are stopped: cannot tell', async () => {
    const result = await compareBuilds({
      suite: 'time',
      name: 'x',
      ...builds({ ratio: 1, noise_pct: 1, seed: '1' }),
      seed: '0000000000000001',
      margin_pct: 3,
      mostRounds: 100,
      stop: () => true,
    })
    assert.deepEqual([result.status, result.text], ['unknown', 'stopped before there was an answer'])
  })

  it('raise no alarm where nothing changed', async () => {
    const count = process.env.SECCOMP_BENCH_TESTS === 'all' ? 200 : 20
    let alarms = 0
    for (let index = 0; index < count; index++) {
      if ((await check(1, 10, `a${index}`, 20)).status === 'regressed') alarms++
    }
    assert.equal(alarms, 0)
  })
})

describe('a module as a build', () => {
  it('is taken where it has what is compared, and named for what it lacks otherwise', async () => {
    const own: unknown = await import('../index.ts')
    const result = asBuild(own)
    assert.ok('build' in result)
    assert.deepEqual(
      waysOf(result.build, { ...result.build, converters: { moby: result.build.converters.moby! } }).map(
        ({ name }) => name,
      ),
      ['moby, oci-file', 'moby, lcr-file'],
    )
    for (const [module, lacks] of [
      [{}, /converters/],
      [null, /expected object/],
      [{ ...(own as object), parseDockerProfile: 7 }, /parseDockerProfile/],
    ] as const) {
      const refused = asBuild(module)
      assert.match('lacks' in refused ? refused.lacks : 'taken', lacks)
    }
  })
})
