import type { Adapted } from '../contracts.ts'
import type { OciFilter, OciRule } from '../profile/oci.ts'

/** What a runtime was found not to take, each with the runtime's own words. */
export interface Refusals {
  /** By libseccomp's name. */
  readonly architectures: ReadonlyMap<string, string>
  /** Why it takes no rule whose action is the default one; `null`: it takes them. */
  readonly ruleLikeDefault: string | null
}

/** Leaves out of a filter what the runtime refuses; one line for each thing, or for each group of one reason. */
export function adaptTo(refusals: Refusals, runtime: string, filter: OciFilter | null): Adapted {
  if (filter === null) return { filter, adaptations: [] }
  const architectures = filter.architectures?.filter(name => !refusals.architectures.has(name))
  const syscalls =
    refusals.ruleLikeDefault === null
      ? filter.syscalls
      : filter.syscalls.filter(rule => !isLikeDefault(rule, filter))
  const adaptations = [
    ...architectureLines(refusals, runtime, filter),
    ...ruleLines(refusals, runtime, filter, syscalls),
  ]
  return { filter: { ...filter, ...(architectures && { architectures }), syscalls }, adaptations }
}

/** As LXC's text says it: without error numbers. */
function isLikeDefault(rule: OciRule, filter: OciFilter): boolean {
  return rule.action === filter.defaultAction
}

function architectureLines(refusals: Refusals, runtime: string, filter: OciFilter): string[] {
  const byReason = new Map<string, Set<string>>()
  for (const name of filter.architectures ?? []) {
    const reason = refusals.architectures.get(name)
    if (reason !== undefined) byReason.set(reason, (byReason.get(reason) ?? new Set()).add(name))
  }
  return [...byReason].map(
    ([reason, names]) => `${[...names].join(', ')} left out: ${runtime} says: ${reason}`,
  )
}

function ruleLines(
  refusals: Refusals,
  runtime: string,
  filter: OciFilter,
  kept: readonly OciRule[],
): string[] {
  const rules = filter.syscalls.filter(rule => !kept.includes(rule))
  if (rules.length === 0) return []
  const names = [...new Set(rules.flatMap(rule => rule.names))]
  const some =
    names.length > 5 ? `${names.slice(0, 5).join(', ')} and ${names.length - 5} more` : names.join(', ')
  const reason = `${runtime} says of such a rule: ${refusals.ruleLikeDefault}`
  return [`the rules for ${some} left out: ${filter.defaultAction} is the default action already; ${reason}`]
}
