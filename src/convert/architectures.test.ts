import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseDockerProfile } from '../profile/docker.ts'
import { type ConverterName, converters } from './index.ts'

const archMap = [
  { architecture: 'SCMP_ARCH_MIPS64', subArchitectures: ['SCMP_ARCH_MIPS', 'SCMP_ARCH_MIPS64N32'] },
  { architecture: 'SCMP_ARCH_MIPS64N32', subArchitectures: ['SCMP_ARCH_MIPS', 'SCMP_ARCH_MIPS64'] },
  { architecture: 'SCMP_ARCH_X86_64', subArchitectures: ['SCMP_ARCH_X86', 'SCMP_ARCH_X32'] },
  { architecture: 'SCMP_ARCH_AARCH64', subArchitectures: ['SCMP_ARCH_ARM'] },
  { architecture: 'SCMP_ARCH_X86_64', subArchitectures: ['SCMP_ARCH_S390'] },
  { architecture: 'SCMP_ARCH_S390X', subArchitectures: null },
]

function convert(converter: ConverterName, machine: string, lists: object) {
  const profile = parseDockerProfile(JSON.stringify({ defaultAction: 'SCMP_ACT_ERRNO', ...lists }))
  const target = { machine, capabilities: [], kernel: { version: 6, revision: 1 } }
  const { filter, warnings } = converters[converter].convert(profile, target)
  return { architectures: filter?.architectures, warnings }
}

const x86 = ['SCMP_ARCH_X86_64', 'SCMP_ARCH_X86', 'SCMP_ARCH_X32']
const arm = ['SCMP_ARCH_AARCH64', 'SCMP_ARCH_ARM']

test('full-arch lists all of archMap in order, repeats included, whatever the host', () => {
  const all = archMap.flatMap(element => [element.architecture, ...(element.subArchitectures ?? [])])
  assert.equal(all.length, 14)
  for (const machine of ['x86_64', 'aarch64', 'vax']) {
    assert.deepEqual(convert('full-arch', machine, { archMap }), { architectures: all, warnings: [] })
  }
})

test('host-arch lists the first element of the architecture that iSulad takes the host for', () => {
  const cases = [
    [['x86_64', 'X86_64', 'x86-64', 'amd64', 'i386', '386'], x86],
    [['aarch64', 'AArch64', 'arm64', 'arm', 'armhf', 'armel'], arm],
    [['i686', 'armv7l', 's390x', 'mips64', 'riscv64', 'vax'], []],
  ] as const
  for (const [machines, expected] of cases) {
    for (const machine of machines) {
      assert.deepEqual(convert('host-arch', machine, { archMap }).architectures, expected, machine)
    }
  }
})

test('host-arch says where it found nothing', () => {
  assert.deepEqual(convert('host-arch', 'x86_64', { archMap: archMap.slice(3, 4) }), {
    architectures: ['SCMP_ARCH_X86_64'],
    warnings: ["the profile's archMap has no SCMP_ARCH_X86_64: it is listed alone"],
  })
  assert.deepEqual(convert('host-arch', 'riscv64', { archMap }), {
    architectures: [],
    warnings: ['host-arch knows x86 and ARM hosts only: no architecture is listed for riscv64'],
  })
})

test('moby lists the first element of the host’s own architecture', () => {
  const cases = [
    ['x86_64', x86],
    ['amd64', x86],
    ['aarch64', arm],
    ['mips64', ['SCMP_ARCH_MIPS64', 'SCMP_ARCH_MIPS', 'SCMP_ARCH_MIPS64N32']],
    ['s390x', ['SCMP_ARCH_S390X']],
    ['i686', undefined],
    ['armv7l', undefined],
    ['vax', undefined],
  ] as const
  for (const [machine, expected] of cases) {
    assert.deepEqual(convert('moby', machine, { archMap }), { architectures: expected, warnings: [] })
  }
})

test('moby’s tables disagree on some hosts, which therefore select nothing', () => {
  for (const [machine, architecture] of [
    ['mipsle', 'SCMP_ARCH_MIPSEL'],
    ['loongarch64', 'SCMP_ARCH_LOONGARCH64'],
  ] as const) {
    assert.equal(convert('moby', machine, { archMap: [{ architecture }] }).architectures, undefined)
  }
  const riscv = convert('moby', 'riscv64', { archMap: [{ architecture: 'SCMP_ARCH_RISCV64' }] })
  assert.deepEqual(riscv.architectures, ['SCMP_ARCH_RISCV64'])
})

test('a plain list of architectures is moby’s alone', () => {
  const architectures = ['SCMP_ARCH_ARM', 'SCMP_ARCH_X86', 'SCMP_ARCH_ARM']
  assert.deepEqual(convert('moby', 'x86_64', { architectures }), { architectures, warnings: [] })
  assert.deepEqual(convert('full-arch', 'x86_64', { architectures }), {
    architectures: [],
    warnings: ["full-arch reads archMap only: the profile's plain list of architectures is left out"],
  })
  assert.deepEqual(convert('host-arch', 'x86_64', { architectures }).architectures, ['SCMP_ARCH_X86_64'])
  assert.equal(convert('host-arch', 'x86_64', { architectures }).warnings.length, 2)
})

test('without any architectures full-arch lists none, host-arch the host’s alone, moby nothing', () => {
  assert.deepEqual(convert('full-arch', 'aarch64', {}).architectures, [])
  assert.deepEqual(convert('host-arch', 'aarch64', {}).architectures, ['SCMP_ARCH_AARCH64'])
  assert.equal(convert('moby', 'aarch64', {}).architectures, undefined)
})
