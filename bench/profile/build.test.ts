import assert from 'node:assert/strict'
import { test } from 'node:test'
import { execaSync } from 'execa'
import { profileTexts } from './build.ts'
import { neverAllowed, openedByCapability } from './facts.ts'
import { families } from './families.ts'
import { blockedByManual } from './manual.ts'
import { committed } from './profiles-folder.ts'
import type { Rule } from './rule.ts'
import { parseSyscallNames } from './syscall-names.ts'

const names = parseSyscallNames(committed('syscalls.txt'))
const texts = profileTexts(names)
const known = new Set(names.map(({ name }) => name))

interface Profile {
  readonly archMap: readonly { architecture: string; subArchitectures: readonly string[] }[]
  readonly syscalls: readonly Rule[]
}
const profiles = Object.entries(texts).map(([file, text]) => ({ file, ...(JSON.parse(text) as Profile) }))
const rules = profiles[0]!.syscalls
const always = rules[0]!

for (const [file, text] of Object.entries(texts)) {
  test(`generating ${file} again gives the committed file byte for byte`, () => {
    assert.equal(text, committed(file))
  })
}

test('the order of the list does not matter', () => {
  assert.deepEqual(profileTexts(names.toReversed()), texts)
})

test('the default profile has the shape of real ones: seven groups, 19 architectures, groups that list each other', () => {
  const { archMap } = profiles[0]!
  assert.equal(archMap.length, 7)
  assert.equal(archMap.flatMap(group => [group.architecture, ...group.subArchitectures]).length, 19)
  const subs = (name: string) => archMap.find(group => group.architecture === name)!.subArchitectures
  assert.ok(subs('SCMP_ARCH_MIPS64').includes('SCMP_ARCH_MIPS64N32'))
  assert.ok(subs('SCMP_ARCH_MIPS64N32').includes('SCMP_ARCH_MIPS64'))
})

test('both profiles hold the same rules; the wide one has three groups more', () => {
  const [normal, wide] = profiles
  assert.deepEqual(wide!.syscalls, normal!.syscalls)
  assert.deepEqual(wide!.archMap.slice(0, 7), normal!.archMap)
  assert.equal(wide!.archMap.length, 10)
})

test('over 300 names are always allowed, and the rule has no condition', () => {
  assert.ok(always.names.length > 300)
  assert.deepEqual(Object.keys(always), ['names', 'action', 'comment'])
})

const kinds: readonly [kind: string, has: (rule: Rule) => boolean][] = [
  ['capabilities that open it', rule => rule.includes?.caps !== undefined],
  ['capabilities that close it', rule => rule.excludes?.caps !== undefined],
  ['architectures that open it', rule => rule.includes?.arches !== undefined],
  ['architectures that close it', rule => rule.excludes?.arches !== undefined],
  ['a kernel version', rule => rule.includes?.minKernel !== undefined],
  ['an argument', rule => rule.args?.[0]?.op === 'SCMP_CMP_EQ'],
  ['a masked argument', rule => rule.args?.[0]?.op === 'SCMP_CMP_MASKED_EQ'],
  ['an error of its own', rule => rule.errnoRet !== undefined],
]
for (const [kind, has] of kinds) {
  test(`some rule has ${kind}`, () => assert.ok(rules.some(has)))
}

test("no name that Docker's manual blocks is always allowed, or allowed for an architecture alone", () => {
  const unconditional = rules.filter(rule => !rule.args && !rule.includes?.caps && !rule.includes?.minKernel)
  const open = new Set(
    unconditional.filter(rule => rule.action === 'SCMP_ACT_ALLOW').flatMap(rule => rule.names),
  )
  assert.deepEqual(
    blockedByManual.filter(({ name }) => open.has(name)),
    [],
  )
})

test("a capability that Docker's manual names opens its calls, unless they are obsolete", () => {
  for (const { name, gate, obsolete } of blockedByManual.filter(entry => entry.gate !== null)) {
    const opened = rules.some(rule => rule.includes?.caps?.includes(gate!) && rule.names.includes(name))
    assert.equal(opened, !obsolete, name)
  }
})

test('what is never allowed, and what the manual calls obsolete, stands in no rule', () => {
  const inRules = new Set(rules.flatMap(rule => rule.names))
  const never = [
    ...neverAllowed.flatMap(entry => entry.names),
    ...blockedByManual.filter(entry => entry.obsolete).map(entry => entry.name),
  ]
  assert.ok(never.length > 30)
  assert.deepEqual(
    never.filter(name => inRules.has(name)),
    [],
  )
})

test('every name is in some kernel table: in the rules and in the facts', () => {
  const used = [
    ...rules.flatMap(rule => rule.names),
    ...[...neverAllowed, ...openedByCapability].flatMap(entry => entry.names),
    ...blockedByManual.map(entry => entry.name),
  ]
  assert.deepEqual(
    used.filter(name => !known.has(name)),
    [],
  )
})

test('no name stands twice in a rule, and none is both always allowed and in another rule', () => {
  for (const rule of rules) assert.equal(new Set(rule.names).size, rule.names.length, rule.comment)
  const others = new Set(rules.slice(1).flatMap(rule => rule.names))
  assert.deepEqual(
    always.names.filter(name => others.has(name)),
    [],
  )
})

test('a call of one family alone needs its architecture, a call of the generic table does not', () => {
  for (const { tables, name } of names) {
    const own = families.find(family => tables.every(table => family.tables.includes(table)))
    if (own) assert.ok(!always.names.includes(name), name)
  }
  assert.deepEqual(rules.find(rule => rule.names.includes('arch_prctl'))!.includes, {
    arches: ['amd64', 'x32', 'x86'],
  })
  assert.ok(always.names.includes('openat2'))
})

const resolver = 'scmp_sys_resolver'
const found = execaSync(resolver, ['read'], { reject: false }).exitCode === 0
const required = process.env.SECCOMP_BENCH_REQUIRE === '1'
const skip = found || required ? false : `needs ${resolver} (Debian: apt-get install seccomp)`

test('libseccomp knows every name of the rules on some architecture', { skip }, () => {
  const architectures = ['x86_64', 'x86', 'arm', 'aarch64', 'mips', 'mips64', 'ppc64le', 's390x', 'riscv64']
  const resolves = (name: string) =>
    architectures.some(architecture => Number(execaSync(resolver, ['-a', architecture, name]).stdout) >= 0)
  // One process a name and architecture, seconds for all: the fast run asks for those of a few tables, and a tenth of the rest.
  const all = process.env.SECCOMP_BENCH_TESTS === 'all'
  const asked = names
    .filter(({ name }) => rules.some(rule => rule.names.includes(name)))
    .filter(({ tables }, index) => all || tables.length < 3 || index % 20 === 0)
  assert.ok(asked.length > 40)
  assert.deepEqual(
    asked.filter(({ name }) => !resolves(name)),
    [],
  )
})
