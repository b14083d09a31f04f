import type { Comparison } from '../bpf/words.ts'

/**
 * The values of a 64-bit argument at which a comparison can change its mind, and those at which a filter could that
 * compares only one half, the wrong half, or one more or less; ascending.
 */
export function boundaryValues({ op, value, valueTwo }: Comparison): readonly bigint[] {
  const given = BigInt(value)
  const found = [0n, 1n, LOW, LOW + 1n, HIGH, ALL, ...around(given)]
  if (op === 'SCMP_CMP_MASKED_EQ') found.push(...masked(given, BigInt(valueTwo ?? 0)))
  return ascending(found)
}

const LOW = 0xffff_ffffn
const ALL = 0xffff_ffff_ffff_ffffn
const HIGH = ALL ^ LOW

/** One less and one more in the whole, in either half; each half alone, and with the other half full. */
function around(value: bigint): bigint[] {
  const unit = LOW + 1n
  const low = value & LOW
  const high = value & HIGH
  return [
    ...[value, value - 1n, value + 1n, value - unit, value + unit],
    ...[low, low - 1n, low + 1n, high, high - unit, high + unit, high | LOW, low | HIGH],
    ...[high | ((low + 1n) & LOW), high | ((low - 1n) & LOW)],
  ]
}

/** What the masked bits are compared with, alone and with every other bit; then with each bit of the 64 turned over. */
function masked(mask: bigint, wanted: bigint): bigint[] {
  const equal = wanted & mask
  const others = ALL ^ mask
  const flips = Array.from({ length: 64 }, (_, bit) => (equal ^ (1n << BigInt(bit))) & ALL)
  return [
    mask,
    others,
    wanted,
    ...around(equal),
    equal | others,
    ...flips,
    ...flips.map(value => value | others),
  ]
}

function ascending(values: readonly bigint[]): readonly bigint[] {
  const distinct = [...new Set(values.map(value => BigInt.asUintN(64, value)))]
  return distinct.sort((one, other) => (one < other ? -1 : one > other ? 1 : 0))
}

/** A value for which a comparison holds; where none exists (less than 0), one for which it does not. */
export function holdingValue({ op, value, valueTwo }: Comparison): bigint {
  const given = BigInt(value)
  switch (op) {
    case 'SCMP_CMP_NE':
    case 'SCMP_CMP_GT':
      return BigInt.asUintN(64, given + 1n)
    case 'SCMP_CMP_LT':
      return BigInt.asUintN(64, given - 1n)
    case 'SCMP_CMP_MASKED_EQ':
      return given & BigInt(valueTwo ?? 0)
    default:
      return given
  }
}
