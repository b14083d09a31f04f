import { errnoText } from '../launch/libc.ts'
import type { OciFilter, OciRule } from '../profile/oci.ts'
import type { Context, Libseccomp } from './libseccomp.ts'
import { actionValue, type Comparison, encodeComparisons } from './words.ts'

export type AddedRules =
  | { readonly status: 'added'; readonly leftOut: readonly string[] }
  | { readonly status: 'refused'; readonly reason: string }

/** Forty times a real profile. libseccomp needs longer for each rule the more there are: 16,000 of one call took 6 s. */
const MOST_RULES = 20_000

/** Adds every rule for every name. What libseccomp would refuse without harm is passed over and told. */
export function addRules(
  library: Libseccomp,
  context: Context,
  filter: OciFilter,
  defaultAction: number,
): AddedRules {
  const amount = filter.syscalls.reduce((sum, { names, args }) => sum + names.length * (args?.length || 1), 0)
  if (amount > MOST_RULES)
    return refused(`${amount} rules are too many here, at most ${MOST_RULES} are compiled`)
  const unknown = new Set<string>()
  const likeDefault = new Set<string>()
  for (const rule of filter.syscalls) {
    const action = actionValue(rule.action, rule.errnoRet)
    if (action === null) return refused(`the action ${rule.action} is not known`)
    const groups = comparisonGroups(rule)
    if (groups === null) return refused(`a comparison of the rule for ${rule.names[0]} is not known`)
    for (const name of rule.names) {
      const call = library.syscall_resolve_name(name)
      if (call === UNKNOWN) unknown.add(name)
      else if (action === defaultAction) likeDefault.add(name)
      else {
        const failure = add(library, context, action, call, groups)
        if (failure < 0) return refused(`it says of the rule for ${name}: ${errnoText(-failure)}`)
      }
    }
  }
  return {
    status: 'added',
    leftOut: [
      ...line(unknown, `libseccomp ${library.version} knows no such system call`),
      ...line(
        likeDefault,
        `${filter.defaultAction} is the default action already, libseccomp takes no such rule`,
      ),
    ],
  }
}

/** __NR_SCMP_ERROR */
const UNKNOWN = -1

function refused(reason: string): AddedRules {
  return { status: 'refused', reason }
}

interface Group {
  readonly count: number
  readonly bytes: Uint8Array | null
}

/** libseccomp takes one comparison of an argument in a rule; runc and crun then make every comparison its own rule. */
function comparisonGroups({ args = [] }: OciRule): readonly Group[] | null {
  const repeats = new Set(args.map(({ index }) => index)).size < args.length
  const groups = repeats ? args.map(arg => [arg]) : [args]
  const encoded: Group[] = []
  for (const group of groups) {
    const bytes = encodeComparisons(group satisfies readonly Comparison[])
    if (bytes === null) return null
    encoded.push({ count: group.length, bytes: group.length === 0 ? null : bytes })
  }
  return encoded
}

function add(
  library: Libseccomp,
  context: Context,
  action: number,
  call: number,
  groups: readonly Group[],
): number {
  for (const { count, bytes } of groups) {
    const result = library.rule_add_array(context, action, call, count, bytes)
    if (result < 0) return result
  }
  return 0
}

function line(names: ReadonlySet<string>, why: string): string[] {
  if (names.size === 0) return []
  const some = [...names].slice(0, 5).join(', ')
  return [`the rules for ${some}${names.size > 5 ? ` and ${names.size - 5} more` : ''} left out: ${why}`]
}
