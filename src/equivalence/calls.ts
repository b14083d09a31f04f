import type { Comparison } from '../bpf/words.ts'
import type { OciFilter } from '../profile/oci.ts'
import type { Abi } from './abis.ts'
import { type Arguments, argumentCases } from './arguments.ts'

/** One system call number of one ABI, and the arguments that it is tried with. */
export interface TriedCall {
  readonly abi: Abi
  readonly number: number
  readonly arguments: readonly Arguments[]
  /** Indices of the arguments that a rule compares. */
  readonly compared: ReadonlySet<number>
}

/** Every number of every ABI. `notes`: calls of which not every combination of boundary values is tried. */
export function callsToTry(
  abis: readonly Abi[],
  filters: readonly (OciFilter | null)[],
): { readonly calls: readonly TriedCall[]; readonly notes: readonly string[] } {
  const rules = comparisonsByName(filters)
  const most = Math.max(FEWEST_CASES, Math.floor(MOST_CASES / Math.max(1, rules.size * abis.length)))
  const limited = new Set<string>()
  const calls = abis.flatMap(abi =>
    abi.numbers.map(number => {
      const name = abi.nameOf.get(number)
      const compared = (name === undefined ? undefined : rules.get(name)) ?? []
      const { cases, complete } = argumentCases([...compared, ...multiplexed(name)], most)
      if (!complete) limited.add(name!)
      return {
        abi,
        number,
        arguments: [...cases, ...everywhere],
        compared: new Set(compared.flat().map(({ index }) => index)),
      }
    }),
  )
  return { calls, notes: limitNotes(limited, most) }
}

/** About a second's work for two real filters. */
const MOST_CASES = 200_000
const FEWEST_CASES = 64

/** No rule may depend on an argument that it does not name: a call without rules is tried with both ends. */
const everywhere: readonly Arguments[] = [Array<bigint>(6).fill(0xffff_ffff_ffff_ffffn)]

function comparisonsByName(filters: readonly (OciFilter | null)[]) {
  const byName = new Map<string, Map<string, readonly Comparison[]>>()
  for (const filter of filters) {
    for (const { names, args = [] } of filter?.syscalls ?? []) {
      if (args.length === 0) continue
      // The same comparisons stand in both filters: once is enough.
      const key = args.map(({ index, op, value, valueTwo }) => `${index} ${op} ${value} ${valueTwo}`).join()
      for (const name of names) {
        const known = byName.get(name) ?? new Map()
        byName.set(name, known.set(key, args))
      }
    }
  }
  return new Map([...byName].map(([name, rules]) => [name, [...rules.values()]]))
}

/** socketcall(2) and ipc(2) are many calls in one, told apart by their first argument; libseccomp knows of it. */
function multiplexed(name: string | undefined): readonly (readonly Comparison[])[] {
  if (name !== 'socketcall' && name !== 'ipc') return []
  return Array.from({ length: 26 }, (_, value) => [{ index: 0, op: 'SCMP_CMP_EQ', value }])
}

function limitNotes(names: ReadonlySet<string>, most: number): string[] {
  if (names.size === 0) return []
  const some = [...names].slice(0, 5).join(', ')
  const more = names.size > 5 ? ` and ${names.size - 5} more` : ''
  return [`${some}${more}: not every combination of arguments was tried, ${most} per ABI`]
}
