import { architectureByScmp } from '../profile/arch.ts'
import type { DockerProfile, DockerRule } from '../profile/docker.ts'
import type { OciRule } from '../profile/oci.ts'

/**
 * iSulad's choice of rules (specs_security.c, meet_filtering_rules), the same before and after its optimisation:
 * of the conditions one that holds is enough, architectures are looked for in the whole profile instead of on the
 * host, and only names, action and arguments are copied (no error number, no kernel version).
 */
export function isuladRules(profile: DockerProfile, capabilities: readonly string[]): readonly OciRule[] {
  const arches = isuladArches(profile)
  const caps = new Set(capabilities.map(name => name.toUpperCase()))
  return profile.syscalls.filter(rule => isWanted(rule, arches, caps)).map(copy)
}

function isWanted({ includes, excludes }: DockerRule, arches: Names, caps: Names): boolean {
  const hasCap = (name: string) => caps.has(name.toUpperCase())
  const hasArch = (name: string) => arches.has(name)
  return (
    (includes.arches.length === 0 || includes.arches.some(hasArch)) &&
    (includes.caps.length === 0 || includes.caps.some(hasCap)) &&
    !excludes.arches.some(hasArch) &&
    !excludes.caps.some(hasCap)
  )
}

type Names = ReadonlySet<string>

function copy({ names, action, args }: DockerRule): OciRule {
  return args.length === 0 ? { names, action } : { names, action, args }
}

/**
 * What iSulad's search can find: it walks `archMap` with its sub-architectures in order and gives up at the first that
 * it cannot translate, so nothing behind that one is ever found.
 */
function isuladArches(profile: DockerProfile): Names {
  const names = new Set<string>()
  for (const { architecture, subArchitectures } of profile.archMap ?? []) {
    for (const scmp of [architecture, ...subArchitectures]) {
      const name = architectureByScmp.get(scmp)?.isulad ?? null
      if (name === null) return names
      names.add(name)
    }
  }
  return names
}
