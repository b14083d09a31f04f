import { addressFamilies, errno, harmlessPersonalities, namespaceFlags } from './facts.ts'
import { allow, type Rule } from './rule.ts'

const admin = ['CAP_SYS_ADMIN']
const s390 = ['s390', 's390x']

/** Rules for calls that are allowed in part: by argument, by kernel version, or with another error. */
export function argumentRules(): readonly Rule[] {
  return [
    ...personalityRules(),
    ...socketRules(),
    ...cloneRules(),
    allow(['ptrace'], {
      comment: "Docker's manual: before Linux 4.8 a tracer could bypass the filter",
      includes: { minKernel: '4.8' },
    }),
  ]
}

function personalityRules(): readonly Rule[] {
  return harmlessPersonalities.map(value =>
    allow(['personality'], {
      args: [{ index: 0, value, op: 'SCMP_CMP_EQ' }],
      comment: `personality 0x${value.toString(16)}`,
    }),
  )
}

/** Every family but two. Rules add up and a rule's conditions must all hold, so the gap is left between ranges. */
function socketRules(): readonly Rule[] {
  const { AF_ALG, AF_VSOCK } = addressFamilies
  const ranges = [
    { value: AF_ALG, op: 'SCMP_CMP_LT' },
    { value: AF_ALG + 1, op: 'SCMP_CMP_EQ' },
    { value: AF_VSOCK, op: 'SCMP_CMP_GT' },
  ]
  return ranges.map(range =>
    allow(['socket'], { args: [{ index: 0, ...range }], comment: 'neither AF_ALG nor AF_VSOCK' }),
  )
}

/**
 * clone without new namespaces, its flags being the first argument, on S/390 the second (clone(2)). clone3 keeps its
 * flags in memory, out of a filter's sight: ENOSYS makes C libraries fall back to clone.
 */
function cloneRules(): readonly Rule[] {
  const mask = Object.values(namespaceFlags).reduce((sum, flag) => sum + flag, 0)
  const withoutNamespaces = (index: number) => [{ index, value: mask, valueTwo: 0, op: 'SCMP_CMP_MASKED_EQ' }]
  return [
    allow(['clone'], {
      args: withoutNamespaces(0),
      comment: 'no new namespaces',
      excludes: { caps: admin, arches: s390 },
    }),
    allow(['clone'], {
      args: withoutNamespaces(1),
      comment: 'no new namespaces; S/390 swaps the first two arguments',
      includes: { arches: s390 },
      excludes: { caps: admin },
    }),
    {
      names: ['clone3'],
      action: 'SCMP_ACT_ERRNO',
      errnoRet: errno.ENOSYS,
      comment: 'its flags are out of sight: fall back to clone',
      excludes: { caps: admin },
    },
  ]
}
