import { constants } from 'node:os'
import { errnoText } from '../launch/libc.ts'
import type { Context, Libseccomp } from './libseccomp.ts'

export type AddedArchitectures =
  | { readonly status: 'added'; readonly names: readonly string[]; readonly leftOut: readonly string[] }
  | { readonly status: 'refused'; readonly reason: string }

/**
 * Makes `own` the first architecture of a new filter and adds the others, each once. A filter begins with the
 * architecture of the machine that this runs on, which has to go first: one of another byte order stands in the way.
 */
export function addArchitectures(
  library: Libseccomp,
  context: Context,
  own: string,
  others: readonly string[],
): AddedArchitectures {
  const token = tokenOf(library, own)
  if (token === 0) return { status: 'refused', reason: `it does not know ${own}` }
  const native = library.arch_native()
  if (token !== native) {
    const failure = Math.min(library.arch_remove(context, native), 0) || library.arch_add(context, token)
    if (failure < 0) return { status: 'refused', reason: `${own}: ${errnoText(-failure)}` }
  }
  const names = [own]
  const byReason = new Map<string, string[]>()
  for (const name of new Set(others)) {
    if (name === own) continue
    const failure = add(library, context, name)
    if (failure === null) names.push(name)
    else byReason.set(failure, [...(byReason.get(failure) ?? []), name])
  }
  const leftOut = [...byReason].map(
    ([reason, left]) => `${left.join(', ')} left out: libseccomp ${library.version} says: ${reason}`,
  )
  return { status: 'added', names, leftOut }
}

/** libseccomp's token of `SCMP_ARCH_…`; 0 where it does not know the architecture. */
export function tokenOf(library: Libseccomp, scmp: string): number {
  return library.arch_resolve_name(scmp.replace(/^SCMP_ARCH_/, '').toLowerCase())
}

function add(library: Libseccomp, context: Context, name: string): string | null {
  const token = tokenOf(library, name)
  if (token === 0) return 'it does not know such an architecture'
  const result = library.arch_add(context, token)
  if (result >= 0) return null
  return -result === constants.errno.EDOM ? 'EDOM, another byte order' : errnoText(-result)
}
