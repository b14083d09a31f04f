import assert from 'node:assert/strict'
import { test } from 'node:test'
import { architectureLabel, architectureOf, architectures } from './arch.ts'

test('every name of the table stands for one architecture', () => {
  const columns: Record<string, readonly string[]> = {
    scmp: architectures.map(row => row.scmp),
    isulad: architectures.flatMap(row => row.isulad ?? []),
    moby: architectures.flatMap(row => row.moby?.name ?? []),
    lxc: architectures.flatMap(row => row.lxc ?? []),
    machines: architectures.flatMap(row => row.machines),
  }
  for (const [column, names] of Object.entries(columns)) {
    assert.equal(new Set(names).size, names.length, column)
    assert.ok(names.length > 10, column)
  }
})

test('a machine is known by its spellings in any case', () => {
  const cases = [
    ['x86_64', 'SCMP_ARCH_X86_64'],
    ['X86-64', 'SCMP_ARCH_X86_64'],
    ['amd64', 'SCMP_ARCH_X86_64'],
    ['i686', 'SCMP_ARCH_X86'],
    ['aarch64', 'SCMP_ARCH_AARCH64'],
    ['armv7l', 'SCMP_ARCH_ARM'],
    ['mips64el', 'SCMP_ARCH_MIPSEL64'],
    ['riscv64', 'SCMP_ARCH_RISCV64'],
    ['vax', undefined],
    ['', undefined],
  ] as const
  for (const [machine, scmp] of cases) assert.equal(architectureOf(machine)?.scmp, scmp, machine)
})

test('results are labelled x86_64 and arm64, whatever the spelling; other machines keep their name', () => {
  const cases = [
    ['x86_64', 'x86_64'],
    ['amd64', 'x86_64'],
    ['x86-64', 'x86_64'],
    ['aarch64', 'arm64'],
    ['arm64', 'arm64'],
    ['armv7l', 'armv7l'],
    ['riscv64', 'riscv64'],
    ['vax', 'vax'],
  ] as const
  for (const [machine, label] of cases) assert.equal(architectureLabel(machine), label)
})

test('Docker and iSulad disagree where they are known to, and nowhere else', () => {
  const differing = architectures
    .filter(row => row.moby !== null && row.moby.name !== row.isulad)
    .map(row => [row.scmp, row.isulad, row.moby?.name])
  assert.deepEqual(differing, [
    ['SCMP_ARCH_LOONGARCH64', 'loong64', 'loongarch64'],
    ['SCMP_ARCH_MIPSEL64N32', 'mipsel64n32', 'mips3l64n32'],
  ])
})

test('lcr knows at most one header for a host', () => {
  for (const machine of [
    'i686',
    'x86_64',
    'armv7l',
    'aarch64',
    'ppc64le',
    'ppc64',
    'ppc',
    'mips64n32',
    'mips64el',
  ]) {
    assert.equal(architectures.filter(row => row.lcrHost?.test(machine)).length, 1, machine)
  }
  for (const machine of ['i586', 'x86_64_v2', 'armv6l', 'loongarch64']) {
    assert.equal(architectures.filter(row => row.lcrHost?.test(machine)).length, 0, machine)
  }
})
