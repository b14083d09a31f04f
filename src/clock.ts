/**
 * CLOCK_MONOTONIC in nanoseconds, as a double: exact to 2^53 ns, that is 104 days after boot, and to 2 ns
 * for years after it.
 */
export function monotonic_ns(): number {
  return Number(process.hrtime.bigint())
}
