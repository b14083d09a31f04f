import type { Difference, Equivalence } from './equivalence.ts'

/** What each side is called, for people. */
export interface Labels {
  readonly a: string
  readonly b: string
}

/** The result in words, a line each: the finding first, then at most `most` differences (those of one name together). */
export function equivalenceLines(result: Equivalence, labels: Labels, most = 20): readonly string[] {
  switch (result.status) {
    case 'unknown':
      return [`whether the filters are equivalent is unknown: ${result.reason} (${result.hint})`]
    case 'equivalent':
      return [
        `the filters of ${labels.a} and ${labels.b} are equivalent: ${result.cases} calls, one answer each`,
      ]
    case 'different': {
      const groups = grouped(result.differences)
      const shown = groups.slice(0, most).map(group => differenceLine(group, labels))
      const rest = groups.length > most ? [`… and ${groups.length - most} more`] : []
      return [
        `the filters of ${labels.a} and ${labels.b} differ on ${groups.length === 1 ? '1 point' : `${groups.length} points`} (${result.cases} calls tried):`,
        ...shown,
        ...rest,
      ]
    }
  }
}

/** Of one name and with the same two answers; numbers without a name by their ABI. */
function grouped(differences: readonly Difference[]): readonly (readonly Difference[])[] {
  const groups = new Map<string, Difference[]>()
  for (const one of differences) {
    const key = JSON.stringify([one.name ?? `no name: ${one.abi}`, one.a, one.b, one.example === null])
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [one])
    else group.push(one)
  }
  return [...groups.values()]
}

function differenceLine(group: readonly Difference[], labels: Labels): string {
  const { name, abi, a, b, example } = group[0]!
  const what = name ?? `${group.length} numbers without a system call`
  const where = name === null ? abi : group.map(one => `${one.abi} ${one.number}`).join(', ')
  const when = example === null ? '' : `, for example with ${example}`
  return `  ${what} (${where})${when}: ${labels.a} ${a}, ${labels.b} ${b}`
}
