import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { BenchError } from './errors.ts'
import { type PlanChoices, parseScenario, plan } from './scenario.ts'

const choices: PlanChoices = { launcher: 'posix', privateMounts: false }

const minimal = 'mode: sequential\ncontainers: 5\n'

describe('a scenario file', () => {
  it('needs only a mode and a number of containers', () => {
    const scenario = parseScenario(minimal, '/some/folder/mine.yaml')
    assert.equal(scenario.name, 'mine')
    assert.equal(scenario.profile, '/some/folder/profiles/default.json')
    assert.deepEqual(scenario.arms, [{ converter: 'full-arch' }, { converter: 'host-arch' }])
  })

  it('finds profiles beside itself, of the scenario and of single arms', () => {
    const scenario = parseScenario(
      `${minimal}profile: ../p.json\narms: [{ profile: a.json }, { profile: /abs/b.json }]`,
      '/some/folder/mine.yaml',
    )
    assert.equal(scenario.profile, '/some/p.json')
    assert.deepEqual(
      scenario.arms.map(({ profile }) => profile),
      ['/some/folder/a.json', '/abs/b.json'],
    )
  })

  const refused: readonly [string, string, RegExp][] = [
    ['broken YAML', 'mode: [', /^x\.yaml:\d+:\d+: /],
    ['an unknown mode', 'mode: fast\ncontainers: 1', /^x\.yaml:1: \$\.mode: /],
    ['an unknown field', `${minimal}speed: 9`, /^x\.yaml:1: \$: .*speed/],
    ['no containers', 'mode: parallel', /^x\.yaml: \$\.containers: /],
    ['zero containers', 'mode: parallel\ncontainers: 0', /^x\.yaml:2: \$\.containers/],
    ['a single arm', `${minimal}arms: [{ converter: moby }]`, /^x\.yaml:3: \$\.arms: /],
    ['a capability that is none', `${minimal}capabilities: [chown]`, /^x\.yaml:3: \$\.capabilities/],
    ['a list instead of a scenario', '- 1', /^x\.yaml:1: \$: /],
    [
      'an alias bomb',
      `a: &a [1,1,1,1,1,1,1,1,1,1]\nb: &b [${'*a,'.repeat(30)}]\nc: [${'*b,'.repeat(30)}]`,
      /x\.yaml/,
    ],
  ]
  for (const [what, text, message] of refused) {
    it(`is refused in one line with ${what}`, () => {
      assert.throws(
        () => parseScenario(text, 'x.yaml'),
        (error: unknown) => {
          assert.ok(error instanceof BenchError)
          assert.equal(error.code, 'bad-input')
          assert.match(error.message, message)
          assert.doesNotMatch(error.message, /\n/)
          return true
        },
      )
    })
  }
})

describe('a plan', () => {
  const sequential = parseScenario(minimal, 'sequential.yaml')
  const parallel = parseScenario(
    'mode: parallel\ncontainers: { x86_64: 200, arm64: 150 }\nrounds: 7',
    'parallel.yaml',
  )

  it('has as many rounds as creations in sequential mode', () => {
    const { length, containers } = plan(sequential, 'x86_64', choices)
    assert.deepEqual({ length, containers }, { length: { mode: 'fixed', rounds: 5 }, containers: 5 })
    const longer = plan(sequential, 'x86_64', { ...choices, rounds: 9 })
    assert.deepEqual([longer.length, longer.containers], [{ mode: 'fixed', rounds: 9 }, 9])
  })

  it('takes the batch size of the architecture that the filter is for', () => {
    assert.equal(plan(parallel, 'x86_64', choices).containers, 200)
    assert.equal(plan(parallel, 'arm64', choices).containers, 150)
    assert.throws(() => plan(parallel, 'riscv64', choices), /no entry for riscv64, found x86_64, arm64/)
  })

  it('starts a whole batch at once unless the concurrency is limited', () => {
    assert.equal(plan(parallel, 'arm64', choices).concurrency, 150)
    assert.equal(plan(parallel, 'arm64', { ...choices, concurrency: 8 }).concurrency, 8)
    assert.equal(plan(parallel, 'arm64', { ...choices, concurrency: 800 }).concurrency, 150)
  })

  it('can run a sequential scenario at once, in 20 rounds', () => {
    const { length, containers, mode } = plan(sequential, 'x86_64', { ...choices, mode: 'parallel' })
    assert.deepEqual({ containers, mode }, { containers: 5, mode: 'parallel' })
    assert.deepEqual(length, { mode: 'fixed', rounds: 20 })
  })

  it('has a fixed length unless it is told to run until its goals are met', () => {
    const { length, mde_pct, margin_pct } = plan(sequential, 'x86_64', {
      ...choices,
      mde_pct: 0.6,
      mostRounds: 3000,
    })
    assert.deepEqual(length, { mode: 'sequential', most: 3000 })
    assert.deepEqual([mde_pct, margin_pct], [0.6, 1])
  })
})
