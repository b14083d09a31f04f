import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { libseccompFor } from '../bpf/libseccomp.fixture.ts'
import { openLibseccomp } from '../bpf/libseccomp.ts'
import type { OciArgument, OciFilter, OciRule } from '../profile/oci.ts'
import { differencesOf, little } from './equivalence.fixture.ts'
import { equivalence } from './equivalence.ts'

const base: OciFilter = {
  defaultAction: 'SCMP_ACT_ERRNO',
  architectures: ['SCMP_ARCH_X86_64', 'SCMP_ARCH_X86', 'SCMP_ARCH_X32'],
  syscalls: [
    { names: ['read', 'write', 'close'], action: 'SCMP_ACT_ALLOW' },
    { names: ['mount'], action: 'SCMP_ACT_ERRNO', errnoRet: 38 },
    {
      names: ['personality'],
      action: 'SCMP_ACT_ALLOW',
      args: [{ index: 0, value: 0x20008, op: 'SCMP_CMP_EQ' }],
    },
    {
      names: ['clone'],
      action: 'SCMP_ACT_ALLOW',
      args: [{ index: 0, value: 0x7e020000, valueTwo: 0, op: 'SCMP_CMP_MASKED_EQ' }],
    },
  ],
}

function withRules(edit: (rules: readonly OciRule[]) => readonly OciRule[]): OciFilter {
  return { ...base, syscalls: edit(base.syscalls) }
}

function withArgument(name: string, change: Partial<OciArgument>): OciFilter {
  return withRules(rules =>
    rules.map(rule =>
      rule.names[0] === name ? { ...rule, args: rule.args!.map(arg => ({ ...arg, ...change })) } : rule,
    ),
  )
}

describe('equivalence', little, () => {
  it('finds a filter equivalent to itself, in any order of rules and with foreign architectures beside', t => {
    const shuffled = withRules(rules => [...rules].reverse())
    const foreign = {
      ...base,
      architectures: [...base.architectures!, 'SCMP_ARCH_AARCH64', 'SCMP_ARCH_S390X'],
    }
    for (const other of [base, shuffled, foreign]) {
      const differences = differencesOf(t, base, other)
      if (differences === null) return
      assert.deepEqual(differences, [])
    }
  })

  it('lists each dropped, changed or added rule with its number in every ABI of the host', t => {
    const cases: readonly (readonly [string, OciFilter, readonly string[]])[] = [
      [
        'a dropped name',
        withRules(([first, ...rest]) => [{ ...first!, names: ['read', 'close'] }, ...rest]),
        [
          'x86_64 1 write: ALLOW, ERRNO 1 (EPERM)',
          'x32 1073741825 write: ALLOW, ERRNO 1 (EPERM)',
          'x86 4 write: ALLOW, ERRNO 1 (EPERM)',
        ],
      ],
      [
        'another error number',
        withRules(rules => rules.map(rule => (rule.errnoRet === 38 ? { ...rule, errnoRet: 13 } : rule))),
        [
          'x86_64 165 mount: ERRNO 38 (ENOSYS), ERRNO 13 (EACCES)',
          'x32 1073741989 mount: ERRNO 38 (ENOSYS), ERRNO 13 (EACCES)',
          'x86 21 mount: ERRNO 38 (ENOSYS), ERRNO 13 (EACCES)',
        ],
      ],
      [
        'a rule for one ABI alone',
        withRules(rules => [...rules, { names: ['socketcall'], action: 'SCMP_ACT_KILL_PROCESS' }]),
        ['x86 102 socketcall: ERRNO 1 (EPERM), KILL_PROCESS'],
      ],
    ]
    for (const [name, other, expected] of cases) {
      const differences = differencesOf(t, base, other)
      if (differences === null) return
      const found = differences.map(({ abi, number, name: call, a, b, example }) => {
        assert.equal(example, null, name)
        return `${abi} ${number} ${call}: ${a}, ${b}`
      })
      assert.deepEqual(found, expected, name)
    }
  })

  it('finds one bit of one argument, in either half', t => {
    const cases: readonly (readonly [string, Partial<OciArgument>])[] = [
      ['personality', { value: 0x20009 }],
      ['personality', { value: 0x1_0002_0008 }],
      ['personality', { value: 0x8000_0000_0002_0008n }],
      ['personality', { op: 'SCMP_CMP_GE' }],
      ['personality', { op: 'SCMP_CMP_NE' }],
      ['personality', { index: 1 }],
      ['clone', { value: 0x7e020001 }],
      ['clone', { value: 0x3e020000 }],
      ['clone', { value: 0x1_7e02_0000 }],
      ['clone', { valueTwo: 0x20000 }],
    ]
    for (const [name, change] of cases) {
      const differences = differencesOf(t, base, withArgument(name, change))
      if (differences === null) return
      // A 32-bit call has no upper half, but libseccomp compares it all the same.
      assert.deepEqual(
        [...new Set(differences.map(one => one.name))],
        [name],
        JSON.stringify(String(change.value)),
      )
      for (const { example, cases: amount } of differences) {
        assert.match(example ?? '', /^args\[\d\]=0x[0-9a-f]+/)
        assert.ok(amount > 0)
      }
    }
  })

  it('finds any change of a comparison that a call can show', t => {
    if (libseccompFor(t) === null) return
    const value = fc.oneof(
      fc.bigInt({ min: 0n, max: 0xffff_ffff_ffff_ffffn }),
      fc.nat(0xffff).map(BigInt),
      fc.constantFrom(0xffff_ffffn, 0x1_0000_0000n, 0x8000_0000n),
    )
    const orders = ['SCMP_CMP_EQ', 'SCMP_CMP_NE', 'SCMP_CMP_GT', 'SCMP_CMP_LE']
    fc.assert(
      fc.property(fc.constantFrom(...orders), value, fc.nat(63), (op, given, bit) => {
        const changed = given ^ (1n << BigInt(bit))
        const a = withArgument('personality', { op, value: given })
        const result = equivalence(a, withArgument('personality', { op, value: changed }), 'x86_64')
        assert.equal(result.status, 'different', `${op} ${given} against ${changed}`)
      }),
      { numRuns: process.env.SECCOMP_BENCH_TESTS === 'all' ? 200 : 4, seed: 3 },
    )
  })

  it('takes no filter for one that lets everything pass', t => {
    const nothing = differencesOf(t, null, null)
    if (nothing === null) return
    assert.deepEqual(nothing, [])
    const all = { defaultAction: 'SCMP_ACT_ALLOW', architectures: base.architectures!, syscalls: [] }
    assert.deepEqual(differencesOf(t, null, all), [])
    const some = differencesOf(t, null, base)!
    assert.equal(
      some.find(one => one.name === 'read' && one.abi === 'x86_64'),
      undefined,
    )
    assert.equal(some.find(one => one.name === 'reboot' && one.abi === 'x86_64')?.b, 'ERRNO 1 (EPERM)')
  })

  it('sees that one filter knows an ABI of the host which the other does not', t => {
    const differences = differencesOf(t, base, {
      ...base,
      architectures: ['SCMP_ARCH_X86_64', 'SCMP_ARCH_X86'],
    })
    if (differences === null) return
    assert.deepEqual([...new Set(differences.map(({ abi }) => abi))], ['x86_64', 'x32'])
    assert.equal(differences.find(({ abi, name }) => abi === 'x32' && name === 'read')?.b, 'KILL_THREAD')
    // Numbers of the 64-bit table with bit 30 are x32's.
    for (const { abi, number } of differences) if (abi === 'x86_64') assert.ok(number >= 0x4000_0000)
  })

  it('compares what an ARM host would do on any host', t => {
    const arm = { ...base, architectures: ['SCMP_ARCH_AARCH64', 'SCMP_ARCH_ARM'] }
    const dropped = { ...arm, syscalls: arm.syscalls.slice(1) }
    const differences = differencesOf(t, arm, dropped, 'aarch64')
    if (differences === null) return
    assert.deepEqual(
      differences.map(({ abi, number, name }) => `${abi} ${number} ${name}`),
      ['aarch64 57 close', 'aarch64 63 read', 'aarch64 64 write', 'arm 3 read', 'arm 4 write', 'arm 6 close'],
    )
  })

  it('tells what its answer does not cover', t => {
    if (libseccompFor(t) === null) return
    const other = {
      ...withRules(rules => [...rules, { names: ['no_such_call'], action: 'SCMP_ACT_ALLOW' }]),
      flags: ['SECCOMP_FILTER_FLAG_LOG'],
    }
    const result = equivalence(base, other, 'x86_64')
    assert.ok(result.status === 'equivalent')
    assert.match(
      result.notes.join('\n'),
      /^B: the rules for no_such_call left out: .*\n.*A none, B SECCOMP_FILTER_FLAG_LOG$/,
    )
    const args = [0, 1, 2, 3, 4, 5].map(index => ({ index, value: 0x1234_5678_9abc, op: 'SCMP_CMP_EQ' }))
    const wide = withRules(rules => [...rules, { names: ['futex'], action: 'SCMP_ACT_ALLOW', args }])
    const limited = equivalence(
      wide,
      withRules(rules => [
        ...rules,
        { names: ['futex'], action: 'SCMP_ACT_ALLOW', args: args.with(3, { ...args[3]!, value: 1 }) },
      ]),
      'x86_64',
    )
    assert.ok(limited.status === 'different', 'the values around a rule are tried, even where not all are')
    assert.match(limited.notes.join('\n'), /^futex: not every combination of arguments was tried/)
  })

  it('is unknown, with the reason and without a throw, where it cannot be found out', t => {
    const missing = equivalence(base, base, 'x86_64', openLibseccomp('libnothing.so.9'))
    assert.ok(missing.status === 'unknown' && missing.hint === 'apt-get install libseccomp2')
    if (libseccompFor(t) === null) return
    const action = { ...base, defaultAction: 'SCMP_ACT_NONE' }
    const many = { ...base, syscalls: [longRule(4100)] }
    const cases = [
      [equivalence(base, action, 'x86_64'), /^the filter of B: the action SCMP_ACT_NONE/],
      [equivalence(base, base, 'vax'), /^the filter of A: nothing is known of a machine vax/],
      [equivalence(null, null, 'vax'), /knows no system calls of vax/],
      [equivalence(many, base, 'x86_64'), /^the filter of A: the kernel would not load it: it has \d+ instr/],
    ] as const
    for (const [result, reason] of cases) {
      assert.ok(result.status === 'unknown')
      assert.match(result.reason, reason)
    }
  })
})

function longRule(amount: number): OciRule {
  const args = Array.from({ length: amount }, (_, index) => ({
    index: 0,
    value: index * 3,
    op: 'SCMP_CMP_EQ',
  }))
  return { names: ['ioctl'], action: 'SCMP_ACT_ALLOW', args }
}
