import assert from 'node:assert/strict'
import { it } from 'node:test'
import type { OciFilter } from '../profile/oci.ts'
import { adaptTo, type Refusals } from './adapt.ts'

const nothing: Refusals = { architectures: new Map(), ruleLikeDefault: null }
const filter: OciFilter = {
  defaultAction: 'SCMP_ACT_ERRNO',
  architectures: ['SCMP_ARCH_X86_64', 'SCMP_ARCH_MIPS', 'SCMP_ARCH_S390', 'SCMP_ARCH_MIPS'],
  syscalls: [
    { names: ['read', 'write'], action: 'SCMP_ACT_ALLOW' },
    { names: ['clone3'], action: 'SCMP_ACT_ERRNO', errnoRet: 38 },
    { names: ['a', 'b', 'c', 'd', 'e', 'f'], action: 'SCMP_ACT_ERRNO' },
  ],
}

it('leaves a filter alone that the runtime takes', () => {
  assert.deepEqual(adaptTo(nothing, 'runc 1', filter), { filter, adaptations: [] })
  assert.deepEqual(adaptTo(nothing, 'runc 1', null), { filter: null, adaptations: [] })
})

it('leaves refused architectures out, in one line for each reason', () => {
  const architectures = new Map([
    ['SCMP_ARCH_MIPS', 'out of domain'],
    ['SCMP_ARCH_S390', 'out of domain'],
    ['SCMP_ARCH_RISCV64', 'unknown'],
  ])
  const adapted = adaptTo({ ...nothing, architectures }, 'runc 1', filter)
  assert.deepEqual(adapted.filter, { ...filter, architectures: ['SCMP_ARCH_X86_64'] })
  assert.deepEqual(adapted.adaptations, [
    'SCMP_ARCH_MIPS, SCMP_ARCH_S390 left out: runc 1 says: out of domain',
  ])
})

it('leaves rules out that repeat the default action, where they are refused', () => {
  const adapted = adaptTo({ ...nothing, ruleLikeDefault: 'Permission denied' }, 'LXC 5', filter)
  assert.deepEqual(adapted.filter, { ...filter, syscalls: filter.syscalls.slice(0, 1) })
  assert.deepEqual(adapted.adaptations, [
    'the rules for clone3, a, b, c, d and 2 more left out: SCMP_ACT_ERRNO is the default action already; LXC 5 says of such a rule: Permission denied',
  ])
})

it('does not invent a list of architectures', () => {
  const { architectures: _, ...bare } = filter
  assert.deepEqual(adaptTo({ ...nothing, architectures: new Map([['x', 'y']]) }, 'runc 1', bare).filter, bare)
})
