import assert from 'node:assert/strict'
import { endianness, machine as hostMachine } from 'node:os'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import type { OciFilter, OciRule } from '../profile/oci.ts'
import { answerOf } from './answer.ts'
import { programFault } from './check.ts'
import { type Compilation, compileFilter } from './compile.ts'
import { runProgram } from './interpret.ts'
import { libseccompFor } from './libseccomp.fixture.ts'
import { type Libseccomp, openLibseccomp } from './libseccomp.ts'
import { seccompData } from './seccomp-data.ts'

const X86_64 = 0xc000_003e
const AARCH64 = 0xc000_00b7

type Compiled = Extract<Compilation, { status: 'compiled' }>

function compiled(library: Libseccomp, filter: OciFilter, machine = 'x86_64'): Compiled {
  let now_ns = 0
  const result = compileFilter(filter, machine, { library, clock_ns: () => (now_ns += 2_000_000) })
  assert.equal(result.status, 'compiled', JSON.stringify(result))
  return result as Compiled
}

function answer(
  { program }: Compiled,
  number: number,
  args: readonly bigint[] = [],
  auditArch = X86_64,
): string {
  return answerOf(runProgram(program, seccompData({ number, auditArch, args }, 'little')))
}

const little = endianness() === 'LE' ? {} : { skip: 'the cases are those of little-endian machines' }

describe('compileFilter', little, () => {
  const filter: OciFilter = {
    defaultAction: 'SCMP_ACT_ERRNO',
    defaultErrnoRet: 38,
    syscalls: [
      { names: ['read', 'uname'], action: 'SCMP_ACT_ALLOW' },
      { names: ['kill'], action: 'SCMP_ACT_ERRNO', errnoRet: 3 },
      { names: ['ptrace'], action: 'SCMP_ACT_TRACE' },
    ],
  }

  it('makes a program that the kernel would load, for this kind of host and for others', t => {
    const library = libseccompFor(t)
    if (library === null) return
    const x86 = compiled(library, filter)
    assert.equal(programFault(x86.program), null)
    assert.deepEqual(
      [0, 63, 62, 101, 1].map(number => answer(x86, number)),
      ['ALLOW', 'ALLOW', 'ERRNO 3 (ESRCH)', 'TRACE 1', 'ERRNO 38 (ENOSYS)'],
    )
    assert.equal(answer(x86, 0, [], AARCH64), 'KILL_THREAD')
    assert.equal(x86.compile_us, 2000)
    const arm = compiled(library, filter, 'aarch64')
    assert.deepEqual(
      [63, 160, 129].map(number => answer(arm, number, [], AARCH64)),
      ['ALLOW', 'ALLOW', 'ERRNO 3 (ESRCH)'],
    )
    assert.equal(answer(arm, 0), 'KILL_THREAD')
  })

  it('holds the host’s architecture first and each once, and tells those that libseccomp does not take', t => {
    const library = libseccompFor(t)
    if (library === null) return
    const architectures = [
      'SCMP_ARCH_ARM',
      'SCMP_ARCH_MIPS',
      'SCMP_ARCH_X86_64',
      'SCMP_ARCH_ARM',
      'SCMP_ARCH_S390X',
      'SCMP_ARCH_RISCV',
    ]
    const result = compiled(library, { ...filter, architectures })
    assert.deepEqual(result.architectures, ['SCMP_ARCH_X86_64', 'SCMP_ARCH_ARM'])
    assert.deepEqual(result.leftOut, [
      `SCMP_ARCH_MIPS, SCMP_ARCH_S390X left out: libseccomp ${library.version} says: EDOM, another byte order`,
      `SCMP_ARCH_RISCV left out: libseccomp ${library.version} says: it does not know such an architecture`,
    ])
  })

  it('passes over what runc and crun pass over, and tells it', t => {
    const library = libseccompFor(t)
    if (library === null) return
    const like = { names: ['a1', 'read'], action: 'SCMP_ACT_ERRNO', errnoRet: 38 }
    const names = ['b1', 'b2', 'b3', 'b4', 'b5', 'b6', 'write']
    const result = compiled(library, { ...filter, syscalls: [like, { names, action: 'SCMP_ACT_ALLOW' }] })
    assert.deepEqual(
      [0, 1].map(number => answer(result, number)),
      ['ERRNO 38 (ENOSYS)', 'ALLOW'],
    )
    assert.deepEqual(result.leftOut, [
      `the rules for a1, b1, b2, b3, b4 and 2 more left out: libseccomp ${library.version} knows no such system call`,
      'the rules for read left out: SCMP_ACT_ERRNO is the default action already, libseccomp takes no such rule',
    ])
  })

  it('says in one line why there is no program', t => {
    const library = libseccompFor(t)
    if (library === null) return
    const rule = (args: OciRule['args']): OciFilter => ({
      defaultAction: 'SCMP_ACT_ALLOW',
      syscalls: [{ names: ['read'], action: 'SCMP_ACT_KILL', ...(args && { args }) }],
    })
    const many = { names: Array(20_001).fill('read'), action: 'SCMP_ACT_KILL' }
    const cases: readonly (readonly [OciFilter, string, RegExp])[] = [
      [filter, 'vax', /nothing is known of a machine vax/],
      [filter, 's390x', /wrong programs for the other byte order/],
      [filter, 'sh4', /it does not know SCMP_ARCH_SH/],
      [{ ...filter, defaultAction: 'SCMP_ACT_NONE' }, 'x86_64', /SCMP_ACT_NONE is not known/],
      [rule([{ index: 6, op: 'SCMP_CMP_EQ', value: 1 }]), 'x86_64', /rule for read: EINVAL/],
      [rule([{ index: 0, op: 'SCMP_CMP_ABOUT', value: 1 }]), 'x86_64', /comparison of the rule for read/],
      [{ ...filter, syscalls: [many] }, 'x86_64', /20001 rules are too many/],
    ]
    for (const [given, machine, reason] of cases) {
      const result = compileFilter(given, machine, { library, clock_ns: () => 0 })
      assert.ok(result.status === 'refused', machine)
      assert.match(result.reason, reason)
    }
  })

  it('allows a call exactly when one of its rules holds, whatever the comparisons', t => {
    const library = libseccompFor(t)
    if (library === null) return
    fc.assert(
      fc.property(fc.oneof(anyRules, anyEquals), fc.array(anyCall, { minLength: 20 }), (rules, calls) => {
        const program = compiled(library, { defaultAction: 'SCMP_ACT_ERRNO', syscalls: rules })
        assert.equal(programFault(program.program), null)
        for (const { number, args } of calls) {
          const expected = rules.some(rule => holds(rule, number, args)) ? 'ALLOW' : 'ERRNO 1 (EPERM)'
          assert.equal(answer(program, number, args), expected, `${number} ${args}`)
        }
      }),
      { numRuns: process.env.SECCOMP_BENCH_TESTS === 'all' ? 3000 : 200, seed: 7 },
    )
  })

  it('is the same program every time', t => {
    const library = libseccompFor(t)
    if (library === null) return
    const given = { ...filter, architectures: ['SCMP_ARCH_X86', 'SCMP_ARCH_X32'] }
    const machine = hostMachine()
    assert.deepEqual(compiled(library, given, machine).program, compiled(library, given, machine).program)
  })
})

it('a library that is not there is told with the way to get it, not thrown', () => {
  const opened = openLibseccomp('libnothing.so.9')
  assert.ok(opened.status === 'missing')
  assert.match(opened.reason, /^libnothing\.so\.9 cannot be called: /)
  assert.equal(opened.hint, 'apt-get install libseccomp2')
})

const numbers: Readonly<Record<string, number>> = { write: 1, personality: 135, ioctl: 16 }
const anyValue = fc.constantFrom(
  0n,
  1n,
  5n,
  0xffff_ffffn,
  0x1_0000_0000n,
  0x1_0000_0005n,
  0xffff_ffff_ffff_ffffn,
)
const operators = ['NE', 'LT', 'LE', 'EQ', 'GE', 'GT', 'MASKED_EQ'].map(op => `SCMP_CMP_${op}`)

const anyRule: fc.Arbitrary<OciRule> = fc.record({
  names: fc.constantFrom(...Object.keys(numbers)).map(name => [name]),
  action: fc.constant('SCMP_ACT_ALLOW'),
  args: fc.uniqueArray(
    fc.record({ index: fc.nat(2), op: fc.constantFrom(...operators), value: anyValue, valueTwo: anyValue }),
    { maxLength: 3, selector: ({ index }) => index },
  ),
})

/**
 * One rule a call: of several with orders (less, greater) libseccomp 2.5.4 makes wrong programs. `arg > 0` with
 * `arg < 2^32` refuses 2^32, for example; the kernel runs that program with the same answer as the interpreter.
 */
const anyRules = fc.uniqueArray(anyRule, { minLength: 1, maxLength: 3, selector: ({ names }) => names[0] })
const anyEquals = fc.array(
  fc.record({
    names: fc.constant(['write']),
    action: fc.constant('SCMP_ACT_ALLOW'),
    args: fc.array(fc.record({ index: fc.nat(2), op: fc.constant('SCMP_CMP_EQ'), value: anyValue }), {
      minLength: 1,
      maxLength: 3,
    }),
  }),
  { minLength: 1, maxLength: 4 },
)

const anyCall = fc.record({
  number: fc.constantFrom(...Object.values(numbers)),
  args: fc.tuple(anyValue, anyValue, anyValue),
})

/** The specification, in its own words: every comparison, or one of them where an argument is compared twice. */
function holds({ names, args = [] }: OciRule, number: number, values: readonly bigint[]): boolean {
  if (numbers[names[0]!] !== number) return false
  const results = args.map(({ index, op, value, valueTwo }) =>
    isTrue(op, values[index]!, BigInt(value), BigInt(valueTwo ?? 0)),
  )
  const repeats = new Set(args.map(({ index }) => index)).size < args.length
  return repeats ? results.some(Boolean) : results.every(Boolean)
}

function isTrue(op: string, actual: bigint, value: bigint, valueTwo: bigint): boolean {
  switch (op) {
    case 'SCMP_CMP_NE':
      return actual !== value
    case 'SCMP_CMP_LT':
      return actual < value
    case 'SCMP_CMP_LE':
      return actual <= value
    case 'SCMP_CMP_EQ':
      return actual === value
    case 'SCMP_CMP_GE':
      return actual >= value
    case 'SCMP_CMP_GT':
      return actual > value
    default:
      // libseccomp compares under the mask on both sides.
      return (actual & value) === (valueTwo & value)
  }
}
