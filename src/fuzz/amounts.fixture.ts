/** How many inputs of each kind are tried, in one table, so that their sum can be seen. */
export const amounts = {
  'hand-sized profiles': 60_000,
  'real profiles': 5_000,
  scenarios: 20_000,
  'run files': 8_000,
  journals: 8_000,
  baselines: 5_000,
  'rounds as CSV': 10_000,
  'command lines': 3_000,
  'extreme runs': 500,
} as const

export type Kind = keyof typeof amounts

const thorough = process.env.SECCOMP_BENCH_TESTS === 'all'

/** Of a kind's inputs the default run tries one in fifty. */
export function inputs(kind: Kind): number {
  return thorough ? amounts[kind] : Math.ceil(amounts[kind] / 50)
}
