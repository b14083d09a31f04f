import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { converters } from '../convert/index.ts'
import { parseDockerProfile } from '../profile/docker.ts'
import { lxcText } from '../profile/lxc.ts'
import { serialiseOciFilter } from '../profile/oci.ts'
import { debianProfiles } from '../profile/testing.ts'
import { nearly } from './mutate.fixture.ts'
import { survives } from './survives.fixture.ts'

const target = {
  machine: 'x86_64',
  capabilities: ['CAP_CHOWN', 'CAP_SYS_ADMIN'],
  kernel: { version: 6, revision: 1 },
}

function readAndConvert(text: string): void {
  const profile = parseDockerProfile(text)
  for (const converter of Object.values(converters)) {
    const { filter } = converter.convert(profile, target)
    serialiseOciFilter(filter)
    if (filter?.syscalls.every(({ names }) => names.length > 0)) {
      // Every line is a version, a policy, a header or a rule: no name has forged another.
      for (const line of tryLxcText(filter)) {
        assert.match(
          line,
          /^(2|(black|white)list [a-z]+( 1)?|\[[a-z0-9_]+\]|\w+ [a-z]+( 1)?( \[[\dA-Z_,]+\])*)$/,
        )
      }
    }
  }
}

function tryLxcText(filter: Parameters<typeof lxcText>[0]): string[] {
  return lxcText(filter, target.machine).trimEnd().split('\n')
}

test('hand-sized profiles, mutated, are read and converted, or refused in one line', () => {
  const { taken, refused } = survives(nearly(...handSized), 'hand-sized profiles', readAndConvert)
  assert.ok(taken > 0 && refused > 0, `${taken} taken, ${refused} refused`)
})

const handSized = [
  '{"defaultAction":"SCMP_ACT_ERRNO","defaultErrnoRet":1,"archMap":[{"architecture":"SCMP_ARCH_X86_64","subArchitectures":["SCMP_ARCH_X86","SCMP_ARCH_X32"]}],"syscalls":[{"names":["read","write"],"action":"SCMP_ACT_ALLOW"},{"names":["personality"],"action":"SCMP_ACT_ALLOW","args":[{"index":0,"value":8,"valueTwo":0,"op":"SCMP_CMP_EQ"}],"includes":{"caps":["CAP_SYS_ADMIN"],"minKernel":"4.8"},"excludes":{"arches":["s390"]}}]}',
  '{"defaultAction":"SCMP_ACT_ALLOW","architectures":["SCMP_ARCH_X86_64"],"syscalls":[{"name":"clone","action":"SCMP_ACT_ERRNO","errnoRet":38,"args":[{"index":0,"value":18446744073709551615,"valueTwo":9007199254740993,"op":"SCMP_CMP_MASKED_EQ"}]}]}',
  '{"defaultAction":"SCMP_ACT_KILL"}',
  '{}',
]

test('real profiles, mutated, are read and converted, or refused in one line', () => {
  const { taken, refused } = survives(nearly(...realProfiles()), 'real profiles', readAndConvert)
  assert.ok(taken > 0 && refused > 0, `${taken} taken, ${refused} refused`)
})

/** The project's own, and Debian's where they are installed. */
function realProfiles(): string[] {
  const own = join(packageFolder(import.meta.dirname), 'scenarios/profiles')
  const files = readdirSync(own)
    .filter(name => name.endsWith('.json'))
    .map(name => join(own, name))
  return [...files, ...Object.values(debianProfiles).filter(path => existsSync(path))].map(path =>
    readFileSync(path, 'utf8'),
  )
}

function packageFolder(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : packageFolder(join(folder, '..'))
}
