import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Target } from '../contracts.ts'
import { boundingSet, profileText } from '../profile/arbitraries.ts'
import { architectureByScmp } from '../profile/arch.ts'
import { parseDockerProfile } from '../profile/docker.ts'
import { serialiseOciFilter } from '../profile/oci.ts'
import {
  type DebianProfile,
  debianProfile,
  debianProfiles,
  withoutDebianProfiles,
} from '../profile/testing.ts'
import { converters } from './index.ts'

const target: fc.Arbitrary<Target> = fc.record({
  machine: fc.constantFrom('x86_64', 'aarch64', 'i686', 'armv7l', 'mips64', 's390x', 'riscv64', 'vax'),
  capabilities: boundingSet,
  kernel: fc.record({ version: fc.nat(10), revision: fc.nat(20) }),
})

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const part of Object.values(value)) deepFreeze(part)
  }
  return value
}

for (const [name, converter] of Object.entries(converters)) {
  test(`${name} goes by its registered name and says what it is in one line`, () => {
    assert.equal(converter.name, name)
    assert.match(converter.summary, /^.{10,100}$/)
  })

  test(`${name} gives the same filter twice, changes nothing, and depends on nothing but its input`, () => {
    fc.assert(
      fc.property(profileText, target, (text, whom) => {
        const profile = deepFreeze(parseDockerProfile(text))
        const first = converter.convert(profile, deepFreeze(whom))
        const second = converter.convert(structuredClone(profile), structuredClone(whom))
        assert.deepEqual(first, second)
      }),
    )
  })

  test(`${name} keeps rules whole and in order, and invents none`, () => {
    fc.assert(
      fc.property(profileText, target, (text, whom) => {
        const profile = parseDockerProfile(text)
        const { filter } = converter.convert(profile, whom)
        assert.equal(filter?.defaultAction, profile.defaultAction)
        let next = 0
        for (const rule of filter?.syscalls ?? []) {
          next =
            profile.syscalls.findIndex(
              (candidate, index) => index >= next && candidate.names === rule.names,
            ) + 1
          assert.notEqual(next, 0)
          const origin = profile.syscalls[next - 1]!
          assert.equal(rule.action, origin.action)
          const essence = ({ index, value, valueTwo, op }: (typeof origin.args)[number]) => [
            index,
            value,
            valueTwo ?? 0,
            op,
          ]
          assert.deepEqual((rule.args ?? []).map(essence), origin.args.map(essence))
        }
      }),
    )
  })

  test(`${name} keeps a rule without conditions on every machine`, () => {
    fc.assert(
      fc.property(profileText, target, (text, whom) => {
        const profile = parseDockerProfile(text)
        const isFree = ({ arches, caps, minKernel }: (typeof profile.syscalls)[number]['includes']) =>
          arches.length === 0 && caps.length === 0 && minKernel === undefined
        const free = profile.syscalls.filter(rule => isFree(rule.includes) && isFree(rule.excludes))
        const kept = new Set(converter.convert(profile, whom).filter?.syscalls.map(rule => rule.names))
        assert.deepEqual(
          free.filter(rule => !kept.has(rule.names)),
          [],
        )
      }),
    )
  })

  test(`${name} lists only architectures that the profile or the table knows`, () => {
    fc.assert(
      fc.property(profileText, target, (text, whom) => {
        const list = converter.convert(parseDockerProfile(text), whom).filter?.architectures ?? []
        for (const architecture of list) assert.ok(architectureByScmp.has(architecture))
      }),
    )
  })

  test(`${name} gives no filter for a profile that asks for none`, () => {
    for (const text of [
      '{}',
      'null',
      '{"defaultAction":"","syscalls":[]}',
      '{"archMap":[{"architecture":"SCMP_ARCH_X86"}]}',
    ]) {
      const { filter } = converter.convert(parseDockerProfile(text), {
        machine: 'x86_64',
        capabilities: [],
        kernel: { version: 6, revision: 1 },
      })
      assert.equal(filter, null)
      assert.equal(serialiseOciFilter(filter), 'null')
    }
  })

  test(`${name} converts every real profile for both architectures`, { skip: withoutDebianProfiles }, () => {
    for (const profile of Object.keys(debianProfiles) as DebianProfile[]) {
      for (const machine of ['x86_64', 'aarch64']) {
        const { filter } = converter.convert(parseDockerProfile(debianProfile(profile)), {
          machine,
          capabilities: ['CAP_CHOWN'],
          kernel: { version: 6, revision: 1 },
        })
        assert.ok((filter?.syscalls.length ?? 0) > 0, `${profile} ${machine}`)
        assert.doesNotThrow(() => JSON.parse(serialiseOciFilter(filter)))
      }
    }
  })
}
