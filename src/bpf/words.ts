import type { UInt64 } from '../profile/uint64.ts'

/**
 * An action of the OCI specification as seccomp's return value (linux/seccomp.h). Without an error number it is 1,
 * EPERM, as runc and crun have it; it counts for ERRNO and TRACE alone, and has 16 bits there. `null`: no such action.
 */
export function actionValue(action: string, errnoRet: number | undefined): number | null {
  const value = actions.get(action)
  if (value === undefined) return null
  return value === ERRNO || value === TRACE ? value + ((errnoRet ?? EPERM) & 0xffff) : value
}

const EPERM = 1
const ERRNO = 0x0005_0000
const TRACE = 0x7ff0_0000

const actions: ReadonlyMap<string, number> = new Map([
  ['SCMP_ACT_KILL', 0],
  ['SCMP_ACT_KILL_THREAD', 0],
  ['SCMP_ACT_KILL_PROCESS', 0x8000_0000],
  ['SCMP_ACT_TRAP', 0x0003_0000],
  ['SCMP_ACT_ERRNO', ERRNO],
  ['SCMP_ACT_NOTIFY', 0x7fc0_0000],
  ['SCMP_ACT_TRACE', TRACE],
  ['SCMP_ACT_LOG', 0x7ffc_0000],
  ['SCMP_ACT_ALLOW', 0x7fff_0000],
])

/** `enum scmp_compare` of libseccomp. */
const operators: ReadonlyMap<string, number> = new Map([
  ['SCMP_CMP_NE', 1],
  ['SCMP_CMP_LT', 2],
  ['SCMP_CMP_LE', 3],
  ['SCMP_CMP_EQ', 4],
  ['SCMP_CMP_GE', 5],
  ['SCMP_CMP_GT', 6],
  ['SCMP_CMP_MASKED_EQ', 7],
])

export interface Comparison {
  readonly index: number
  readonly op: string
  readonly value: UInt64
  readonly valueTwo?: UInt64
}

/** `struct scmp_arg_cmp` after `struct scmp_arg_cmp`, in this machine's byte order; `null`: an unknown operator. */
export function encodeComparisons(comparisons: readonly Comparison[]): Uint8Array | null {
  const bytes = new Uint8Array(comparisons.length * 24)
  const words = new Uint32Array(bytes.buffer)
  const values = new BigUint64Array(bytes.buffer)
  for (const [position, { index, op, value, valueTwo }] of comparisons.entries()) {
    const operator = operators.get(op)
    if (operator === undefined) return null
    words[position * 6] = index
    words[position * 6 + 1] = operator
    values[position * 3 + 1] = BigInt(value)
    values[position * 3 + 2] = BigInt(valueTwo ?? 0)
  }
  return bytes
}
