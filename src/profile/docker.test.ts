import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { stringify } from 'lossless-json'
import { profileText, uint64 } from './arbitraries.ts'
import { parseDockerProfile } from './docker.ts'
import {
  type DebianProfile,
  debianProfile,
  debianProfiles,
  refusal,
  withoutDebianProfiles,
} from './testing.ts'

/** A profile whose only rule has these fields on top of the usual ones. */
const withRule = (fields: string) =>
  `{"defaultAction":"SCMP_ACT_ERRNO","syscalls":[{"names":["read"],"action":"SCMP_ACT_ALLOW",${fields}}]}`
const withArgument = (fields: string) => withRule(`"args":[{"op":"SCMP_CMP_EQ",${fields}}]`)
const withTop = (fields: string) => `{"defaultAction":"SCMP_ACT_ERRNO",${fields}}`

test('a rule is read with its conditions and arguments', () => {
  const { syscalls } = parseDockerProfile(
    withRule(`"errnoRet":38,"comment":"why","args":[{"index":1,"value":2,"valueTwo":3,"op":"SCMP_CMP_MASKED_EQ"}],
      "includes":{"arches":["amd64"],"minKernel":"4.8"},"excludes":{"caps":["CAP_SYS_ADMIN"]}`),
  )
  assert.deepEqual(syscalls, [
    {
      names: ['read'],
      action: 'SCMP_ACT_ALLOW',
      errnoRet: 38,
      args: [{ index: 1, value: 2, valueTwo: 3, op: 'SCMP_CMP_MASKED_EQ' }],
      includes: { arches: ['amd64'], caps: [], minKernel: { version: 4, revision: 8 } },
      excludes: { arches: [], caps: ['CAP_SYS_ADMIN'] },
    },
  ])
})

test('missing, null and empty are the same, as in Go', () => {
  const bare = parseDockerProfile(withRule('"unknown":[[{}]]'))
  for (const fields of [
    '"args":null,"includes":null,"excludes":null,"comment":null,"errnoRet":null',
    '"args":[],"includes":{},"excludes":{"arches":null,"caps":[],"minKernel":null},"comment":""',
    '"name":null',
    '"name":""',
  ]) {
    assert.deepEqual(parseDockerProfile(withRule(fields)), bare, fields)
  }
  const empty = parseDockerProfile('{"defaultAction":"SCMP_ACT_ERRNO"}')
  assert.deepEqual(empty, { defaultAction: 'SCMP_ACT_ERRNO', syscalls: [] })
  for (const fields of [
    '"syscalls":null',
    '"archMap":[],"architectures":null',
    '"flags":null,"defaultErrnoRet":null',
  ]) {
    assert.deepEqual(parseDockerProfile(withTop(fields)), empty, fields)
  }
  for (const text of [
    '{}',
    'null',
    '{"syscalls":[]}',
    '{"defaultAction":""}',
    '{"defaultAction":null,"x":1}',
  ]) {
    assert.deepEqual(parseDockerProfile(text), { syscalls: [] }, text)
  }
})

test('a list of names may be empty or null, but not absent', () => {
  const rule = (names: string) =>
    `{"defaultAction":"SCMP_ACT_LOG","syscalls":[{${names}"action":"SCMP_ACT_ALLOW"}]}`
  for (const names of ['"names":[],', '"names":null,']) {
    assert.deepEqual(parseDockerProfile(rule(names)).syscalls[0]?.names, [])
  }
  assert.equal(
    refusal(() => parseDockerProfile(rule(''))),
    '$.syscalls[0]: found neither "name" nor "names", expected one of the two',
  )
})

test('the old format comes out like the new one', () => {
  const old =
    '{"defaultAction":"SCMP_ACT_ERRNO","architectures":["SCMP_ARCH_X86"],"syscalls":[{"name":"read","action":"SCMP_ACT_ALLOW"}]}'
  const profile = parseDockerProfile(old)
  assert.deepEqual(profile.architectures, ['SCMP_ARCH_X86'])
  assert.deepEqual(profile.syscalls[0]?.names, ['read'])
  assert.equal(profile.archMap, undefined)
})

test('keys are taken in any case, as Go takes them; of a repeated one the last counts', () => {
  const profile = parseDockerProfile(
    '{"DefaultAction":"SCMP_ACT_LOG","SYSCALLS":[{"NAMES":["read"],"Action":"SCMP_ACT_ALLOW","Args":[{"INDEX":1,"op":"SCMP_CMP_EQ"}]}],"defaultaction":"SCMP_ACT_KILL"}',
  )
  assert.equal(profile.defaultAction, 'SCMP_ACT_KILL')
  assert.deepEqual(profile.syscalls[0]?.args, [{ index: 1, value: 0, op: 'SCMP_CMP_EQ' }])
  assert.equal(parseDockerProfile(withTop('"defaultAction":"SCMP_ACT_LOG"')).defaultAction, 'SCMP_ACT_LOG')
})

test('a key __proto__ gives nothing', () => {
  const smuggled = '"__proto__":{"defaultAction":"SCMP_ACT_ALLOW","names":["read"]}'
  assert.deepEqual(parseDockerProfile(`{${smuggled}}`), { syscalls: [] })
  assert.deepEqual(parseDockerProfile(`{${smuggled},"x":-1}`), { syscalls: [] })
  assert.match(
    refusal(() =>
      parseDockerProfile(
        `{"defaultAction":"SCMP_ACT_LOG","syscalls":[{${smuggled},"action":"SCMP_ACT_ALLOW"}]}`,
      ),
    ),
    /neither "name" nor "names"/,
  )
})

test('argument values keep all their digits', () => {
  fc.assert(
    fc.property(uint64, uint64, (value, valueTwo) => {
      const [rule] = parseDockerProfile(withArgument(`"value":${value},"valueTwo": ${valueTwo}`)).syscalls
      assert.equal(BigInt(rule!.args[0]!.value), value)
      assert.equal(BigInt(rule!.args[0]!.valueTwo!), valueTwo)
      assert.equal(typeof rule!.args[0]!.value, value <= Number.MAX_SAFE_INTEGER ? 'number' : 'bigint')
    }),
  )
})

test('every generated profile is read', () => {
  fc.assert(
    fc.property(profileText, text => {
      const { syscalls } = parseDockerProfile(text)
      assert.equal(syscalls.length, ((JSON.parse(text) as { syscalls?: unknown[] }).syscalls ?? []).length)
    }),
  )
})

test('whatever the input, the answer is a profile or one line', () => {
  const anything = fc.jsonValue().map(value => JSON.stringify(value))
  const mutated = fc
    .tuple(profileText, fc.nat(), fc.jsonValue({ maxDepth: 2 }))
    .map(([text, which, value]) => replaceOne(JSON.parse(text), which, value))
  fc.assert(
    fc.property(fc.oneof(anything, mutated), text => {
      let line: string | undefined
      try {
        assert.ok(Array.isArray(parseDockerProfile(text).syscalls))
      } catch {
        line = refusal(() => parseDockerProfile(text))
      }
      if (line !== undefined)
        assert.match(line, /^(\$\S*|JSON syntax, line \d+, column \d+): found .+, expected .+$/)
    }),
    { numRuns: 500 },
  )
})

/** The value with its n-th part (counted in document order, modulo their number) replaced. */
function replaceOne(root: unknown, which: number, replacement: unknown): string {
  const parts: (() => void)[] = []
  const visit = (value: unknown) => {
    if (typeof value !== 'object' || value === null) return
    const container = value as Record<string, unknown>
    for (const key of Object.keys(container)) {
      parts.push(() => {
        container[key] = replacement
      })
      visit(container[key])
    }
  }
  visit(root)
  parts[which % parts.length]?.()
  return stringify(root) ?? 'null'
}

const uint32 = 'expected a whole number from 0 to 4294967295'
const anyUint64 = 'expected a whole number from 0 to 18446744073709551615'
const someAction = 'expected one of 9 words such as SCMP_ACT_KILL'
const someName = 'expected a system call name of letters, digits and underscores'
const someArchitecture = 'expected an architecture such as SCMP_ARCH_X86_64'
const someKernel = 'expected a kernel version such as "4.8"'
const someWord = 'expected a name of letters, digits, "_" and "-"'

test('what is malformed is refused with its path, what was found and what was expected', () => {
  const cases: readonly (readonly [text: string, message: string])[] = [
    ['[]', '$: found an empty list, expected an object'],
    ['"x"', '$: found "x", expected an object'],
    ['5', '$: found 5, expected an object'],
    ['{"syscalls":{}}', '$.syscalls: found an object, expected a list'],
    ['{"syscalls":[5]}', '$.syscalls[0]: found 5, expected an object'],
    [withTop('"syscalls":[null]'), '$.syscalls[0]: found null, expected an object'],
    ['{"defaultAction":"SCMP_ACT_NONE"}', `$.defaultAction: found "SCMP_ACT_NONE", ${someAction}`],
    ['{"defaultAction":7}', `$.defaultAction: found 7, ${someAction}`],
    [
      '{"syscalls":[{"names":["read"],"action":"SCMP_ACT_ALLOW"}]}',
      `$.defaultAction: found nothing, ${someAction}`,
    ],
    [withTop('"defaultErrnoRet":-1'), `$.defaultErrnoRet: found -1, ${uint32}`],
    [
      withTop('"flags":["x"]'),
      '$.flags[0]: found "x", expected one of 4 words such as SECCOMP_FILTER_FLAG_TSYNC',
    ],
    [
      withTop('"architectures":["SCMP_ARCH_VAX"]'),
      `$.architectures[0]: found "SCMP_ARCH_VAX", ${someArchitecture}`,
    ],
    [withTop('"archMap":[null]'), `$.archMap[0].architecture: found nothing, ${someArchitecture}`],
    [
      withTop('"archMap":[{"architecture":"SCMP_ARCH_X86","subArchitectures":["x86"]}]'),
      `$.archMap[0].subArchitectures[0]: found "x86", ${someArchitecture}`,
    ],
    [
      withTop('"architectures":["SCMP_ARCH_X86"],"archMap":[{"architecture":"SCMP_ARCH_X86"}]'),
      '$: found both "architectures" and "archMap", expected one of the two',
    ],
    [withRule('"name":"write"'), '$.syscalls[0]: found both "name" and "names", expected one of the two'],
    [withRule('"names":"read"'), '$.syscalls[0].names: found "read", expected a list'],
    [withRule('"names":["read",""]'), `$.syscalls[0].names[1]: found "", ${someName}`],
    [withRule('"names":[null]'), `$.syscalls[0].names[0]: found null, ${someName}`],
    [
      withRule('"names":["a\\n2\\nblacklist"]'),
      `$.syscalls[0].names[0]: found "a\\n2\\nblacklist", ${someName}`,
    ],
    [withRule('"names":["read\\n"]'), `$.syscalls[0].names[0]: found "read\\n", ${someName}`],
    [withRule('"names":["lécture"]'), `$.syscalls[0].names[0]: found "lécture", ${someName}`],
    [
      withRule(`"names":["${'x'.repeat(1_000_000)} "]`),
      `$.syscalls[0].names[0]: found "${'x'.repeat(38)}…, ${someName}`,
    ],
    [withRule('"action":"allow"'), `$.syscalls[0].action: found "allow", ${someAction}`],
    [withRule('"action":null'), `$.syscalls[0].action: found null, ${someAction}`],
    [withRule('"comment":5'), '$.syscalls[0].comment: found 5, expected a string'],
    [withRule('"errnoRet":4294967296'), `$.syscalls[0].errnoRet: found 4294967296, ${uint32}`],
    [withRule('"args":{}'), '$.syscalls[0].args: found an object, expected a list'],
    [withRule('"args":[null]'), '$.syscalls[0].args[0]: found null, expected an object'],
    [
      withRule('"args":[{"value":1}]'),
      '$.syscalls[0].args[0].op: found nothing, expected one of 7 words such as SCMP_CMP_NE',
    ],
    [withArgument('"index":"x"'), `$.syscalls[0].args[0].index: found "x", ${uint32}`],
    [withArgument('"index":4294967296'), `$.syscalls[0].args[0].index: found 4294967296, ${uint32}`],
    [withArgument('"value":1.5'), `$.syscalls[0].args[0].value: found 1.5, ${anyUint64}`],
    [withArgument('"value":1.0'), `$.syscalls[0].args[0].value: found 1.0, ${anyUint64}`],
    [withArgument('"value":1e3'), `$.syscalls[0].args[0].value: found 1e3, ${anyUint64}`],
    [withArgument('"value":-1'), `$.syscalls[0].args[0].value: found -1, ${anyUint64}`],
    [withArgument('"value":-0'), `$.syscalls[0].args[0].value: found -0, ${anyUint64}`],
    [withArgument('"value":"5"'), `$.syscalls[0].args[0].value: found "5", ${anyUint64}`],
    [withArgument('"value":[5]'), `$.syscalls[0].args[0].value: found a list of 1, ${anyUint64}`],
    [withArgument('"value":true'), `$.syscalls[0].args[0].value: found true, ${anyUint64}`],
    [
      withArgument('"valueTwo":18446744073709551616'),
      `$.syscalls[0].args[0].valueTwo: found 18446744073709551616, ${anyUint64}`,
    ],
    [
      withArgument(`"value":${'9'.repeat(1_000_000)}`),
      `$.syscalls[0].args[0].value: found ${'9'.repeat(39)}…, ${anyUint64}`,
    ],
    [withRule('"includes":[]'), '$.syscalls[0].includes: found an empty list, expected an object'],
    [
      withRule('"excludes":{"caps":["CAP\\n"]}'),
      `$.syscalls[0].excludes.caps[0]: found "CAP\\n", ${someWord}`,
    ],
    [withRule('"includes":{"arches":[""]}'), `$.syscalls[0].includes.arches[0]: found "", ${someWord}`],
    ...['"4"', '"4.8.1"', '"4.x"', '"+4.8"', '"256.0"', '"0.0"', '" 4.8"', '4.8'].map(
      version =>
        [
          withRule(`"includes":{"minKernel":${version}}`),
          `$.syscalls[0].includes.minKernel: found ${version}, ${someKernel}`,
        ] as const,
    ),
  ]
  for (const [text, message] of cases) {
    assert.equal(
      refusal(() => parseDockerProfile(text)),
      message,
    )
  }
})

test('the real profiles are read whole', { skip: withoutDebianProfiles }, () => {
  const rules = (name: DebianProfile) => parseDockerProfile(debianProfile(name)).syscalls.length
  for (const name of Object.keys(debianProfiles) as DebianProfile[]) {
    assert.equal(
      rules(name),
      (JSON.parse(debianProfile(name)) as { syscalls: unknown[] }).syscalls.length,
      name,
    )
  }
  const old = parseDockerProfile(debianProfile('dockerOldFormat'))
  assert.deepEqual(old.architectures, ['SCMP_ARCH_X86_64', 'SCMP_ARCH_X86', 'SCMP_ARCH_X32'])
  assert.equal(parseDockerProfile(debianProfile('podman')).defaultErrnoRet, 38)
})
