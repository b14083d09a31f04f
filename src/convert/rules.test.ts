import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseDockerProfile } from '../profile/docker.ts'
import { isuladRules } from './rules.ts'

const archMap = [
  { architecture: 'SCMP_ARCH_X86_64', subArchitectures: ['SCMP_ARCH_X86', 'SCMP_ARCH_X32'] },
  { architecture: 'SCMP_ARCH_MIPSEL64N32', subArchitectures: [] },
  { architecture: 'SCMP_ARCH_RISCV', subArchitectures: ['SCMP_ARCH_S390X'] },
  { architecture: 'SCMP_ARCH_PPC64LE' },
]

/** Whether a rule with these conditions is kept, for a container that may CHOWN and KILL. */
function isKept(conditions: object, map: unknown = archMap): boolean {
  const rule = { names: ['x'], action: 'SCMP_ACT_ALLOW', ...conditions }
  const profile = parseDockerProfile(
    JSON.stringify({ defaultAction: 'SCMP_ACT_ERRNO', archMap: map, syscalls: [rule] }),
  )
  return isuladRules(profile, ['CAP_CHOWN', 'cap_kill']).length === 1
}

test('one condition that holds is enough, and one exclusion', () => {
  const cases: readonly (readonly [title: string, conditions: object, kept: boolean])[] = [
    ['no condition', {}, true],
    ['empty conditions', { includes: { arches: [], caps: [] }, excludes: {} }, true],
    ['an architecture of the profile', { includes: { arches: ['amd64'] } }, true],
    ['a sub-architecture of the profile, whatever the host', { includes: { arches: ['x32'] } }, true],
    ['one of two architectures', { includes: { arches: ['vax', 'x86'] } }, true],
    ['no architecture of the profile', { includes: { arches: ['arm64'] } }, false],
    ['iSulad’s own spelling', { includes: { arches: ['mipsel64n32'] } }, true],
    ['Docker’s spelling of the same', { includes: { arches: ['mips3l64n32'] } }, false],
    ['architectures compare with case', { includes: { arches: ['AMD64'] } }, false],
    ['one of two capabilities', { includes: { caps: ['CAP_SYS_ADMIN', 'CAP_CHOWN'] } }, true],
    ['capabilities compare without case', { includes: { caps: ['cap_chown'] } }, true],
    ['no capability', { includes: { caps: ['CAP_SYS_ADMIN'] } }, false],
    [
      'an architecture without a capability',
      { includes: { arches: ['x86'], caps: ['CAP_SYS_ADMIN'] } },
      false,
    ],
    ['an excluded architecture of the profile', { excludes: { arches: ['vax', 'x86'] } }, false],
    ['an excluded architecture elsewhere', { excludes: { arches: ['arm64'] } }, true],
    ['an excluded capability', { excludes: { caps: ['CAP_SYS_ADMIN', 'Cap_Kill'] } }, false],
    ['an excluded capability that is not there', { excludes: { caps: ['CAP_SYS_ADMIN'] } }, true],
    ['included and excluded', { includes: { arches: ['x86'] }, excludes: { caps: ['CAP_KILL'] } }, false],
    ['a newer kernel: not read', { includes: { minKernel: '255.0' } }, true],
    ['an older kernel excluded: not read', { excludes: { minKernel: '0.1' } }, true],
  ]
  for (const [title, conditions, kept] of cases) assert.equal(isKept(conditions), kept, title)
})

test('the search gives up at an architecture that has no translation', () => {
  for (const arch of ['s390x', 'ppc64le']) {
    assert.equal(isKept({ includes: { arches: [arch] } }), false)
    assert.equal(isKept({ excludes: { arches: [arch] } }), true)
  }
  const last = { architecture: 'SCMP_ARCH_X86', subArchitectures: ['SCMP_ARCH_RISCV', 'SCMP_ARCH_ARM'] }
  assert.equal(isKept({ includes: { arches: ['x86'] } }, [last]), true)
  assert.equal(isKept({ includes: { arches: ['arm'] } }, [last]), false)
})

test('without archMap no architecture is found', () => {
  for (const map of [null, []]) {
    assert.equal(isKept({ includes: { arches: ['amd64'] } }, map), false)
    assert.equal(isKept({ excludes: { arches: ['amd64'] } }, map), true)
  }
})

test('names, action and arguments are copied; error numbers are not', () => {
  const profile = parseDockerProfile(
    '{"defaultAction":"SCMP_ACT_ERRNO","syscalls":[{"name":"x","action":"SCMP_ACT_ERRNO","errnoRet":38,"comment":"c","args":[{"index":1,"value":18446744073709551615,"valueTwo":0,"op":"SCMP_CMP_EQ"}]},{"names":["y","y"],"action":"SCMP_ACT_LOG","args":[]}]}',
  )
  assert.deepEqual(isuladRules(profile, []), [
    {
      names: ['x'],
      action: 'SCMP_ACT_ERRNO',
      args: [{ index: 1, value: 18446744073709551615n, valueTwo: 0, op: 'SCMP_CMP_EQ' }],
    },
    { names: ['y', 'y'], action: 'SCMP_ACT_LOG' },
  ])
})
