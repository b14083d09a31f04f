import type { Container } from '../contracts.ts'
import { lxcText } from '../profile/lxc.ts'
import type { OciFilter } from '../profile/oci.ts'
import { flat } from './flat.ts'
import { inProcessWriter } from './in-process.ts'

/** What lcr writes for LXC (src/runtime/conf.c): the filter text, and the line of `config` that names it. */
export const lcrFile = inProcessWriter({
  name: 'lcr-file',
  summary: 'writes what lcr writes: the LXC filter text and its config; starts nothing, needs nothing',
  writes: 'files',
  serialiser: ({ target }) => {
    return (filter, container) => lcrFiles(filter, container, target.machine, '')
  },
})

/** `settings`: further lines of `config`. Without a filter there is no `seccomp` file. */
export function lcrFiles(filter: OciFilter | null, { bundle }: Container, machine: string, settings: string) {
  if (filter === null) return [{ name: 'config', data: settings }]
  return [
    { name: 'seccomp', data: flat(lxcText(filter, machine)) },
    { name: 'config', data: flat(`${settings}lxc.seccomp.profile = ${bundle}/seccomp\n`) },
  ]
}
