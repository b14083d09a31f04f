import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { release, tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import fc from 'fast-check'
import { kernelVersion } from '../../host.ts'
import { boundingSet, profileText } from '../../profile/arbitraries.ts'
import { parseDockerProfile } from '../../profile/docker.ts'
import { serialiseOciFilter } from '../../profile/oci.ts'
import {
  type DebianProfile,
  debianProfile,
  debianProfiles,
  refusal,
  runsAll,
  skipUnless,
} from '../../profile/testing.ts'
import { moby } from '../moby.ts'
import { type Reference, startReference } from './ask.ts'
import { buildMobyReference, whyNoMobyReference } from './build.ts'

const missing = await whyNoMobyReference()
const emulator = '/usr/bin/qemu-aarch64-static'
const folder = mkdtempSync(join(tmpdir(), 'moby-reference-'))
after(() => rmSync(folder, { recursive: true }))

const hosts = [
  { goarch: 'amd64', machine: 'x86_64', skip: missing !== null && skipUnless(false, missing) },
  {
    goarch: 'arm64',
    machine: 'aarch64',
    skip:
      (missing !== null && skipUnless(false, missing)) ||
      skipUnless(
        process.arch === 'arm64' || existsSync(emulator),
        `no ${emulator}: apt-get install qemu-user-static`,
      ) ||
      (!runsAll && 'Go compiles its library for arm64 for 10 s first: set SECCOMP_BENCH_TESTS=all'),
  },
] as const

for (const { goarch, machine, skip } of hosts) {
  test(`moby converts as Docker's own Go code does on ${machine}, byte for byte`, { skip }, async t => {
    const program = await buildMobyReference(folder, goarch)
    const isNative = process.arch === (goarch === 'amd64' ? 'x64' : 'arm64')
    const reference = startReference(program, isNative ? undefined : emulator)
    try {
      await t.test('real profiles', () => compareRealProfiles(reference, machine))
      await t.test('generated profiles', () => compareGeneratedProfiles(reference, machine))
      await t.test('malformed profiles', () => compareRefusals(reference))
    } finally {
      await reference.close()
    }
  })
}

/** The program reads the running kernel's version itself, so that is what `moby` is told. */
async function compare(
  reference: Reference,
  machine: string,
  profile: string,
  capabilities: readonly string[],
) {
  const expected = await reference.ask({ profile, capabilities })
  const target = { machine, capabilities, kernel: kernelVersion(release())! }
  const { filter } = moby.convert(parseDockerProfile(profile), target)
  if (filter === null) return assert.equal('{"filter":null}', expected)
  // Debian 12's Docker is 20.10, which does not know these two yet.
  const { defaultErrnoRet: _, flags: __, ...rest } = filter
  assert.equal(`{"filter":${serialiseOciFilter(rest)}}`, expected)
}

const boundingSets = [
  [],
  ['CAP_CHOWN'],
  ['CAP_SYS_ADMIN', 'CAP_DAC_READ_SEARCH', 'CAP_SYS_BOOT', 'CAP_SYSLOG'],
]

async function compareRealProfiles(reference: Reference, machine: string) {
  for (const name of Object.keys(debianProfiles) as DebianProfile[]) {
    for (const set of boundingSets) await compare(reference, machine, debianProfile(name), set)
  }
}

async function compareGeneratedProfiles(reference: Reference, machine: string) {
  const property = fc.asyncProperty(profileText, boundingSet, (text, set) =>
    compare(reference, machine, text, set),
  )
  await fc.assert(property, { numRuns: 400, seed: 20211209 })
}

/** What Go refuses, or dies of, is refused here too. */
async function compareRefusals(reference: Reference) {
  const rule = (fields: string) =>
    `{"defaultAction":"SCMP_ACT_LOG","syscalls":[{"name":"x","action":"SCMP_ACT_LOG",${fields}}]}`
  const argument = (fields: string) => rule(`"args":[{"op":"SCMP_CMP_EQ",${fields}}]`)
  const texts = [
    '',
    '{',
    '[]',
    '{"defaultAction":5}',
    '{"defaultAction":"SCMP_ACT_LOG","syscalls":{}}',
    '{"defaultAction":"SCMP_ACT_LOG","syscalls":[null]}',
    '{"defaultAction":"SCMP_ACT_LOG","architectures":["SCMP_ARCH_X86"],"archMap":[{"architecture":"SCMP_ARCH_X86"}]}',
    rule('"names":["y"]'),
    rule('"NAMES":["y"]'),
    rule('"comment":5'),
    rule('"args":[null]'),
    rule('"errnoRet":-1'),
    ...['1.0', '1e3', '-1', '-0', '18446744073709551616', '"1"', '[1]'].map(value =>
      argument(`"value":${value}`),
    ),
    ...['"4"', '"4.8.1"', '"256.1"', '"0.0"', '4.8', '"+4.8"'].map(kernel =>
      rule(`"includes":{"minKernel":${kernel}}`),
    ),
    '['.repeat(10_001) + ']'.repeat(10_001),
  ]
  for (const profile of texts) {
    assert.match(await reference.ask({ profile, capabilities: [] }), /^\{"error":/, profile.slice(0, 80))
    refusal(() => parseDockerProfile(profile))
  }
}
