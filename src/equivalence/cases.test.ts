import assert from 'node:assert/strict'
import { test } from 'node:test'
import { libseccompFor } from '../bpf/libseccomp.fixture.ts'
import { openLibseccomp } from '../bpf/libseccomp.ts'
import { type Abi, hostAbis } from './abis.ts'
import { argumentCases } from './arguments.ts'
import { boundaryValues } from './boundaries.ts'
import { equivalenceLines } from './lines.ts'

test('the values of a comparison are its neighbours, its halves and the ends', () => {
  const values = boundaryValues({ index: 0, op: 'SCMP_CMP_EQ', value: 0x5_0000_0007n })
  const expected = [
    ...[0n, 1n, 0xffff_ffffn, 0x1_0000_0000n, 0xffff_ffff_ffff_ffffn],
    ...[0x5_0000_0006n, 0x5_0000_0007n, 0x5_0000_0008n, 0x4_0000_0007n, 0x6_0000_0007n],
    ...[7n, 0x5_0000_0000n, 0x5_ffff_ffffn, 0xffff_ffff_0000_0007n],
  ]
  for (const value of expected) assert.ok(values.includes(value), value.toString(16))
  assert.deepEqual(
    values,
    [...new Set(values)].sort((one, other) => Number(one > other) - Number(one < other)),
  )
})

test('values stay in 64 bits, whatever the comparison', () => {
  for (const value of [0n, 0xffff_ffff_ffff_ffffn]) {
    for (const op of ['SCMP_CMP_LT', 'SCMP_CMP_MASKED_EQ']) {
      const values = boundaryValues({ index: 0, op, value, valueTwo: value })
      assert.ok(values.every(one => one >= 0n && one <= 0xffff_ffff_ffff_ffffn))
    }
  }
})

test('a masked comparison is tried with each of its bits turned over, with the other bits off and on', () => {
  const mask = 0x0f00n
  const values = new Set(
    boundaryValues({ index: 0, op: 'SCMP_CMP_MASKED_EQ', value: mask, valueTwo: 0x0500n }),
  )
  const others = 0xffff_ffff_ffff_ffffn ^ mask
  for (let bit = 0n; bit < 64n; bit++) {
    assert.ok(values.has(0x0500n ^ (1n << bit)), `bit ${bit}`)
    assert.ok(values.has((0x0500n ^ (1n << bit)) | others), `bit ${bit}, others on`)
  }
})

test('few values are combined with each other, many around each rule', () => {
  const rule = (index: number, value: number) => ({ index, value, op: 'SCMP_CMP_EQ' })
  const none = argumentCases([], 10)
  assert.deepEqual(none, { cases: [[0n, 0n, 0n, 0n, 0n, 0n]], complete: true })
  const two = argumentCases([[rule(0, 5), rule(3, 9)]], 10_000)
  const each = boundaryValues(rule(0, 5)).length * boundaryValues(rule(3, 9)).length
  assert.ok(two.complete)
  assert.equal(two.cases.length, each)
  const cut = argumentCases([[rule(0, 5), rule(3, 9)], [rule(1, 77)]], 100)
  assert.equal(cut.complete, false)
  assert.ok(cut.cases.length <= 100)
  assert.ok(cut.cases.some(args => args[0] === 5n && args[3] === 9n))
})

test('the ABIs of a host are those of its kernel', t => {
  const library = libseccompFor(t)
  if (library === null) return
  const names = (machine: string) => hostAbis(library, machine).map(({ name }) => name)
  assert.deepEqual(names('x86_64'), ['x86_64', 'x32', 'x86'])
  assert.deepEqual(names('aarch64'), ['aarch64', 'arm'])
  assert.deepEqual(names('i686'), ['x86'])
  assert.deepEqual(names('ppc64le'), ['ppc64le'])
  assert.deepEqual(names('vax'), [])
  const cases = [
    ['x86_64', 0, 0, 'read'],
    ['x86_64', 1, 0x4000_0200, 'rt_sigaction'],
    ['x86_64', 2, 102, 'socketcall'],
    ['aarch64', 1, 0x0f_0005, 'set_tls'],
    ['mips64el', 0, 5000, 'read'],
  ] as const
  for (const [machine, index, number, name] of cases) {
    const abi: Abi = hostAbis(library, machine)[index]!
    assert.equal(abi.nameOf.get(number), name)
    assert.ok(abi.numbers.includes(0xffff_ffff))
    assert.ok([...abi.nameOf.keys()].length > 300)
  }
  assert.equal(hostAbis(library, 'x86_64')[1]!.auditArch, 0xc000_003e)
})

test('the result is told in lines', () => {
  const labels = { a: 'full-arch', b: 'host-arch' }
  const missing = openLibseccomp('libnothing.so.9')
  assert.ok(missing.status === 'missing')
  assert.deepEqual(equivalenceLines({ status: 'equivalent', cases: 7, notes: [] }, labels), [
    'the filters of full-arch and host-arch are equivalent: 7 calls, one answer each',
  ])
  assert.deepEqual(
    equivalenceLines({ status: 'unknown', reason: missing.reason, hint: missing.hint }, labels),
    [`whether the filters are equivalent is unknown: ${missing.reason} (${missing.hint})`],
  )
  const one = { abi: 'x86_64', number: 9, name: null, example: null, a: 'ALLOW', b: 'LOG', cases: 2 }
  const differences = [
    one,
    { ...one, number: 10 },
    { ...one, number: 1, name: 'read', example: 'args[0]=0x1' },
  ]
  assert.deepEqual(equivalenceLines({ status: 'different', differences, cases: 9, notes: [] }, labels), [
    'the filters of full-arch and host-arch differ on 2 points (9 calls tried):',
    '  2 numbers without a system call (x86_64): full-arch ALLOW, host-arch LOG',
    '  read (x86_64 1), for example with args[0]=0x1: full-arch ALLOW, host-arch LOG',
  ])
})
