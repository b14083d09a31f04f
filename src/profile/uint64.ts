/** An unsigned 64-bit integer: a number where that is exact (up to 2^53 - 1), a bigint above. */
export type UInt64 = number | bigint
