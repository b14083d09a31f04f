import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { RunEntry, RunFacts } from './contract.ts'
import { arm, stepped } from './entries.fixture.ts'
import { historyOf } from './series.ts'

const cpu = (entries: readonly RunEntry[], choices = {}) =>
  historyOf(entries, choices).series.filter(({ key }) => key.metric === 'cpu')

/** From a place on, other facts. */
function since(entries: readonly RunEntry[], place: number, facts: Partial<RunFacts>): RunEntry[] {
  return entries.map((each, index) =>
    index < place ? each : { ...each, facts: { ...each.facts, ...facts } },
  )
}

describe('a history', () => {
  it('finds where the level changed, and what else changed there', () => {
    const arms = [arm('A', 'full-arch'), arm('B', 'host-arch', { version: 'crun 1.9' })]
    const [series] = cpu(since(stepped(60, 35), 35, { kernel: '6.6.1', arms }))
    const [change, ...others] = series!.changes
    assert.deepEqual(others, [])
    assert.equal(change!.point, 35)
    assert.ok(Math.abs(change!.before_pct + 2) < 0.1 && Math.abs(change!.after_pct - 1) < 0.1)
    assert.deepEqual(change!.others, [
      'commit c34 → c35',
      'version of host-arch crun 1.8.1 → crun 1.9',
      'kernel 6.1.0 → 6.6.1',
    ])
  })

  it('finds none in a steady series, nor one below the least that counts', () => {
    assert.deepEqual(cpu(stepped(60, 60))[0]!.changes, [])
    assert.equal(cpu(stepped(60, 35), { least_pct: 2.5 })[0]!.changes.length, 1)
    assert.deepEqual(cpu(stepped(60, 35), { least_pct: 4 })[0]!.changes, [])
  })

  it('tells the place of a change among all points, those without a value included', () => {
    const entries = stepped(60, 35).map((each, index) => (index % 7 === 3 ? unknown(each) : each))
    const [series] = cpu(entries)
    assert.equal(series!.points.length, 60)
    assert.equal(series!.changes[0]!.point, 35)
  })

  it('takes no change of level from runs whose verdict is INVALID', () => {
    const [series] = cpu(since(stepped(60, 35), 35, { invalid: 'steal' }))
    assert.deepEqual(series!.changes, [])
    assert.equal(series!.points[59]!.invalid, 'steal')
  })

  const apart: readonly [string, Partial<RunFacts>][] = [
    ['hosts', { hostClass: { machine: 'x86_64', CPU: 'Another', cores: '2' } }],
    ['architectures', { architecture: 'arm64' }],
    ['scenarios', { scenario: 'quick' }],
    ['launchers', { launcher: 'portable' }],
    ['capabilities', { capabilities: ['CAP_SYS_ADMIN'] }],
    ['mounts', { privateMounts: true }],
    ['batch sizes', { mode: 'parallel', containers: 200 }],
    ['writers', { arms: [arm('A', 'full-arch', { writer: 'runc' }), arm('B', 'host-arch')] }],
    ['profiles by name', { arms: [arm('A', 'full-arch', { profile: 'x.json' }), arm('B', 'host-arch')] }],
  ]
  for (const [what, facts] of apart) {
    it(`never puts different ${what} into one series`, () => {
      const series = cpu(since(stepped(10, 10), 5, facts))
      assert.deepEqual(
        series.map(({ points }) => points.length),
        [5, 5],
      )
    })
  }

  const together: readonly [string, Partial<RunFacts>][] = [
    ['number of rounds', { containers: 500 }],
    ['commit', { commit: null }],
    ['kernel of the same class', { kernel: '6.6.1' }],
    [
      'profile’s content',
      { arms: [arm('A', 'full-arch', { profileSha256: 'ef'.repeat(32) }), arm('B', 'host-arch')] },
    ],
  ]
  for (const [what, facts] of together) {
    it(`goes on over another ${what}`, () => {
      assert.equal(cpu(since(stepped(10, 10), 5, facts)).length, 1)
    })
  }

  it('keeps the pairs that are asked for', () => {
    const entries = since(stepped(4, 4), 2, {
      arms: [arm('A', 'full-arch', { writer: 'runc' }), arm('B', 'moby', { writer: 'runc' })],
    })
    const labels = (choices: object) => cpu(entries, choices).map(({ key }) => key.candidate.label)
    assert.deepEqual(labels({}), ['host-arch', 'moby'])
    assert.deepEqual(labels({ writer: 'runc' }), ['moby'])
    assert.deepEqual(labels({ candidate: 'host-arch' }), ['host-arch'])
    assert.deepEqual(labels({ candidate: 'none' }), [])
  })

  it('counts the runs that have not the pinned arm', () => {
    const { series, notes } = historyOf(stepped(3, 3), { pin: 'absent' })
    assert.deepEqual([series, notes], [[], ['3 runs: no arm is the pinned reference']])
  })
})

function unknown(each: RunEntry): RunEntry {
  const change = { status: 'insufficient', n: 3, reason: 'too few rounds' } as const
  return { ...each, ratios: each.ratios.map(ratio => ({ ...ratio, change })) }
}
