/** What a filter costs in exact numbers, and how two lists of such numbers compare: at 0 %, for they have no noise. */
import type { Check } from './check.ts'

/** One filter: which converter made it of which profile, for which machine. */
export interface CountedCell {
  readonly name: string
  /** `null`: not known here. */
  readonly counts: Readonly<Record<string, number | null>>
}

/** What else than less must not be: another number of these is another filter. */
const contents: ReadonlySet<string> = new Set([
  'architectures',
  'rules',
  'names',
  'files',
  'oci_files',
  'lxc_files',
])

/** One check for each cell. A cell that only one side has cannot be compared. `accept`: how a change is made to stay. */
export function compareCounts(
  suite: string,
  before: readonly CountedCell[],
  now: readonly CountedCell[],
  accept: string = 'if that is meant, accept it with --update',
): Check[] {
  const earlier = new Map(before.map(cell => [cell.name, cell]))
  const later = new Map(now.map(cell => [cell.name, cell]))
  const gone = before.filter(({ name }) => !later.has(name))
  return [
    ...now.map(cell => {
      const known = earlier.get(cell.name)
      return known === undefined
        ? missing(suite, cell.name, `not known before: ${listed(cell)}`, accept)
        : compareCell(suite, known, cell, accept)
    }),
    ...gone.map(({ name }) => missing(suite, name, 'known before, but no longer made', accept)),
  ]
}

function missing(suite: string, name: string, text: string, hint: string): Check {
  return { suite, name, status: 'unknown', text, hint }
}

function compareCell(suite: string, before: CountedCell, now: CountedCell, accept: string): Check {
  const names = [...new Set([...Object.keys(before.counts), ...Object.keys(now.counts)])]
  const changes = names.flatMap(name => {
    const [one, other] = [before.counts[name] ?? null, now.counts[name] ?? null]
    return one === other ? [] : [{ name, one, other, status: statusOf(name, one, other) }]
  })
  const status = changes.some(change => change.status === 'regressed')
    ? 'regressed'
    : changes.some(change => change.status === 'unknown')
      ? 'unknown'
      : 'passed'
  const text =
    changes.length === 0
      ? `${listed(now)}: as before`
      : changes.map(({ name, one, other }) => `${name} ${one ?? 'n/a'} → ${other ?? 'n/a'}`).join(', ')
  return {
    suite,
    name: now.name,
    status,
    text,
    ...(changes.length > 0 && {
      hint: accept,
    }),
  }
}

function listed({ counts }: CountedCell): string {
  return Object.entries(counts)
    .map(([name, count]) => `${name} ${count ?? 'n/a'}`)
    .join(', ')
}

function statusOf(name: string, before: number | null, now: number | null): Check['status'] {
  if (before === null || now === null) return 'unknown'
  return now > before || contents.has(name) ? 'regressed' : 'passed'
}
