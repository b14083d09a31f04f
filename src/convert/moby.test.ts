import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseDockerProfile } from '../profile/docker.ts'
import { serialiseOciFilter } from '../profile/oci.ts'
import { moby } from './moby.ts'

/** Whether a rule is kept on a machine whose kernel is 5.4 and whose container may CHOWN and KILL. */
function isKept(conditions: object, machine = 'x86_64'): boolean {
  const rule = { names: ['x'], action: 'SCMP_ACT_ALLOW', ...conditions }
  const profile = parseDockerProfile(JSON.stringify({ defaultAction: 'SCMP_ACT_ERRNO', syscalls: [rule] }))
  const target = { machine, capabilities: ['CAP_CHOWN', 'CAP_KILL'], kernel: { version: 5, revision: 4 } }
  return moby.convert(profile, target).filter?.syscalls.length === 1
}

test('every condition is tested against the host', () => {
  const cases: readonly (readonly [title: string, conditions: object, kept: boolean])[] = [
    ['no condition', {}, true],
    ['empty conditions', { includes: { arches: [], caps: [] }, excludes: { arches: [] } }, true],
    ['the host among the architectures', { includes: { arches: ['arm64', 'amd64'] } }, true],
    ['the host not among them', { includes: { arches: ['x86', 'x32', 'AMD64'] } }, false],
    ['all capabilities', { includes: { caps: ['CAP_KILL', 'CAP_CHOWN'] } }, true],
    ['one of two capabilities', { includes: { caps: ['CAP_CHOWN', 'CAP_SYS_ADMIN'] } }, false],
    ['capabilities compare with case', { includes: { caps: ['cap_chown'] } }, false],
    ['the same kernel', { includes: { minKernel: '5.4' } }, true],
    ['a newer kernel', { includes: { minKernel: '5.5' } }, false],
    ['any kernel', { includes: { minKernel: '' } }, true],
    ['the host excluded', { excludes: { arches: ['arm64', 'amd64'] } }, false],
    ['another host excluded', { excludes: { arches: ['arm64'] } }, true],
    ['one capability excluded', { excludes: { caps: ['CAP_SYS_ADMIN', 'CAP_KILL'] } }, false],
    ['another capability excluded', { excludes: { caps: ['CAP_SYS_ADMIN'] } }, true],
    ['the same kernel excluded', { excludes: { minKernel: '5.4' } }, false],
    ['a newer kernel excluded', { excludes: { minKernel: '5.5' } }, true],
    ['any kernel excluded', { excludes: { minKernel: '' } }, false],
  ]
  for (const [title, conditions, kept] of cases) assert.equal(isKept(conditions), kept, title)
})

test('a host goes by Docker’s name for it', () => {
  const cases = [
    ['aarch64', 'arm64', true],
    ['arm64', 'arm64', true],
    ['i686', 'x86', true],
    ['armv7l', 'arm', true],
    ['mips64p32le', 'mips3l64n32', true],
    ['mips64p32le', 'mipsel64n32', false],
    ['mipsle', 'mipsel', true],
    ['vax', 'vax', false],
  ] as const
  for (const [machine, arch, kept] of cases) {
    assert.equal(isKept({ includes: { arches: [arch] } }, machine), kept, `${machine} ${arch}`)
  }
})

test('error numbers, flags and 64-bit values are kept; a second value of 0 is left out, as Go leaves it out', () => {
  const profile = parseDockerProfile(
    `{"defaultAction":"SCMP_ACT_ERRNO","defaultErrnoRet":38,"flags":["SECCOMP_FILTER_FLAG_LOG"],"syscalls":[{"name":"x",
      "action":"SCMP_ACT_ERRNO","errnoRet":0,"args":[{"index":0,"value":9007199254740993,"valueTwo":0,"op":"SCMP_CMP_EQ"},
      {"index":1,"value":0,"valueTwo":18446744073709551615,"op":"SCMP_CMP_NE"}]},{"names":[],"action":"SCMP_ACT_LOG"}]}`,
  )
  const target = { machine: 'x86_64', capabilities: [], kernel: { version: 6, revision: 1 } }
  assert.equal(
    serialiseOciFilter(moby.convert(profile, target).filter),
    '{"defaultAction":"SCMP_ACT_ERRNO","defaultErrnoRet":38,"flags":["SECCOMP_FILTER_FLAG_LOG"],"syscalls":[' +
      '{"names":["x"],"action":"SCMP_ACT_ERRNO","errnoRet":0,"args":[{"index":0,"value":9007199254740993,"op":"SCMP_CMP_EQ"},' +
      '{"index":1,"value":0,"valueTwo":18446744073709551615,"op":"SCMP_CMP_NE"}]},{"names":[],"action":"SCMP_ACT_LOG"}]}',
  )
})
