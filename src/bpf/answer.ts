import { constants } from 'node:os'

/**
 * What the kernel does on a filter's return value (seccomp(2)), in words: `ALLOW`, `ERRNO 1 (EPERM)`, `KILL_THREAD`, …
 * Two values with the same words have the same effect: data that the kernel ignores is not told.
 */
export function answerOf(returned: number): string {
  const data = returned & 0xffff
  // The kernel takes an action that it does not know for KILL_PROCESS.
  const [name, dataMeans] = actions.get((returned & 0xffff_0000) >>> 0) ?? ['KILL_PROCESS', 'nothing']
  switch (dataMeans) {
    case 'nothing':
      return name
    case 'errno':
      return `${name} ${errnoWords(Math.min(data, MAX_ERRNO))}`
    case 'number':
      return `${name} ${data}`
  }
}

const actions: ReadonlyMap<number, readonly [string, 'nothing' | 'errno' | 'number']> = new Map([
  [0x8000_0000, ['KILL_PROCESS', 'nothing']],
  [0x0000_0000, ['KILL_THREAD', 'nothing']],
  [0x0003_0000, ['TRAP', 'number']],
  [0x0005_0000, ['ERRNO', 'errno']],
  [0x7fc0_0000, ['USER_NOTIF', 'nothing']],
  [0x7ff0_0000, ['TRACE', 'number']],
  [0x7ffc_0000, ['LOG', 'nothing']],
  [0x7fff_0000, ['ALLOW', 'nothing']],
])

/** The kernel's own limit; larger numbers are cut to it. */
const MAX_ERRNO = 4095

function errnoWords(errno: number): string {
  const name = errnoNames.get(errno)
  return name === undefined ? String(errno) : `${errno} (${name})`
}

/** Of two names for one number the first in the alphabet: EAGAIN, not EWOULDBLOCK. */
const errnoNames: ReadonlyMap<number, string> = new Map(
  Object.entries(constants.errno)
    .map(([name, number]) => [number, name] as const)
    .sort(([, one], [, other]) => (one < other ? 1 : -1)),
)
