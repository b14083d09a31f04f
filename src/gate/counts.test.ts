import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type CheckStatus, gateExitCodes, gateStatus } from './check.ts'
import { compareCounts } from './counts.ts'

const before = [{ name: 'host-arch', counts: { architectures: 3, rules: 17, lxc_bytes: 19241, bpf: null } }]

function compared(counts: Record<string, number | null>) {
  return compareCounts('ledger', before, [
    { name: 'host-arch', counts: { ...before[0]!.counts, ...counts } },
  ])[0]!
}

describe('exact counts', () => {
  const cases: readonly (readonly [string, Record<string, number | null>, CheckStatus, RegExp])[] = [
    ['all as before', {}, 'passed', /as before/],
    ['one byte more', { lxc_bytes: 19242 }, 'regressed', /lxc_bytes 19241 → 19242/],
    ['one byte less', { lxc_bytes: 19240 }, 'passed', /19241 → 19240/],
    ['a rule less: another filter', { rules: 16 }, 'regressed', /rules 17 → 16/],
    ['an architecture more', { architectures: 4 }, 'regressed', /3 → 4/],
    ['a number that is no longer known', { lxc_bytes: null }, 'unknown', /19241 → n\/a/],
    ['a number that was not known', { bpf: 974 }, 'unknown', /n\/a → 974/],
    ['less of one and more of another', { lxc_bytes: 1, rules: 18 }, 'regressed', /rules 17 → 18/],
  ]
  for (const [what, counts, status, text] of cases) {
    it(`${what}: ${status}`, () => {
      const check = compared(counts)
      assert.equal(check.status, status)
      assert.match(check.text, text)
    })
  }

  it('that only one side has are not known, on either side', () => {
    const now = [{ name: 'moby', counts: { rules: 14 } }]
    assert.deepEqual(
      compareCounts('ledger', before, now).map(({ name, status }) => [name, status]),
      [
        ['moby', 'unknown'],
        ['host-arch', 'unknown'],
      ],
    )
  })
})

describe('the answer of a gate', () => {
  const report = (...statuses: CheckStatus[]) => ({
    checks: statuses.map(status => ({ suite: 's', name: 'n', text: 't', status })),
  })
  const cases: readonly (readonly [readonly CheckStatus[], 0 | 1 | 3])[] = [
    [['passed', 'passed'], 0],
    [['passed', 'unknown'], 3],
    [['unknown', 'regressed', 'passed'], 1],
    [[], 3],
  ]
  for (const [statuses, code] of cases) {
    it(`of ${statuses.join(', ') || 'nothing compared'} is exit code ${code}`, () => {
      assert.equal(gateExitCodes[gateStatus(report(...statuses))], code)
    })
  }
})
