import { createRequire } from 'node:module'
import { constants, endianness } from 'node:os'
import { getSystemErrorMap } from 'node:util'
import { BenchError } from '../errors.ts'

/** An address in this process's memory. */
export type Address = bigint

/** The functions of the C library that Node has no door to, with C's own names, arguments and results. */
export interface Libc {
  /** Returns an errno, 0 where the program runs. */
  readonly posix_spawn: (
    pid: Address,
    path: Address,
    actions: Address,
    attributes: Address,
    argv: Address,
    envp: Address,
  ) => number
  readonly actions_init: (actions: Address) => number
  readonly actions_destroy: (actions: Address) => number
  readonly actions_addopen: (
    actions: Address,
    fd: number,
    path: Address,
    flags: number,
    mode: number,
  ) => number
  readonly actions_adddup2: (actions: Address, fd: number, newFd: number) => number
  readonly actions_addchdir: (actions: Address, path: Address) => number
  /** glibc 2.34 and later; `null` elsewhere (musl). */
  readonly actions_addclosefrom: ((actions: Address, fd: number) => number) | null
  readonly attr_init: (attributes: Address) => number
  readonly attr_setflags: (attributes: Address, flags: number) => number
  readonly attr_setpgroup: (attributes: Address, group: number) => number
  readonly attr_setsigdefault: (attributes: Address, set: Address) => number
  readonly attr_setsigmask: (attributes: Address, set: Address) => number
  readonly wait4: (pid: number, status: Address, options: number, usage: Address) => number
  readonly poll: (descriptors: Address, count: number, timeout_ms: number) => number
  readonly pidfd_open: (pid: number) => number
  readonly kill: (pid: number, signal: number) => number
  readonly close: (fd: number) => number
  readonly fcntl: (fd: number, command: number, value: number) => number
  readonly unshare: (flags: number) => number
  readonly sched_setaffinity: (thread: number, bytes: number, mask: Address) => number
  readonly mount: (source: string, target: string, type: string | null, flags: number) => number
  readonly umount2: (target: string, flags: number) => number
  /** Of the last call that returned -1. */
  readonly errno: () => number
  /** Stays valid as long as the buffer is reachable. */
  readonly address: (memory: Uint8Array) => Address
}

let opened: Libc | undefined

/** Opens the C library of this process; a `BenchError` where koffi or a function is missing. */
export function openLibc(): Libc {
  opened ??= bind()
  return opened
}

/** `ENOENT: no such file or directory`. */
export function errnoText(errno: number): string {
  const known = getSystemErrorMap().get(-errno)
  if (known !== undefined) return known.join(': ')
  const [name] = Object.entries(constants.errno).find(([, number]) => number === errno) ?? []
  return name ?? `errno ${errno}`
}

/** One number on every architecture of Linux but alpha. */
const SYS_pidfd_open = 434

function bind(): Libc {
  if (process.platform !== 'linux') throw unavailable(`it needs Linux, this is ${process.platform}`)
  // Structures are laid out by hand (prepare.ts).
  if (endianness() !== 'LE' || !/64$/.test(process.arch)) throw unavailable(`not on ${process.arch}`)
  try {
    return bindWith(createRequire(import.meta.url)('koffi') as typeof import('koffi'))
  } catch (cause) {
    throw unavailable(cause instanceof Error ? cause.message : String(cause), cause)
  }
}

function unavailable(why: string, cause?: unknown): BenchError {
  return new BenchError('environment', `the C library cannot be called: ${why}`, {
    hint: 'use --launcher portable',
    cause,
  })
}

function bindWith(koffi: typeof import('koffi')): Libc {
  const library = koffi.load(null)
  const bound = (name: string, result: string, parameters: string[]) =>
    library.func(name, result, parameters) as (...values: unknown[]) => number
  const optional = (name: string, result: string, parameters: string[]) => {
    try {
      return bound(name, result, parameters)
    } catch {
      return null
    }
  }
  const P = 'void *'
  const actions = 'posix_spawn_file_actions_'
  const attr = 'posix_spawnattr_'
  const syscall = bound('syscall', 'long', ['long', 'long', 'long'])
  const mount = bound('mount', 'int', ['str', 'str', 'str', 'ulong', P])
  return {
    posix_spawn: bound('posix_spawn', 'int', [P, P, P, P, P, P]),
    actions_init: bound(`${actions}init`, 'int', [P]),
    actions_destroy: bound(`${actions}destroy`, 'int', [P]),
    actions_addopen: bound(`${actions}addopen`, 'int', [P, 'int', P, 'int', 'uint']),
    actions_adddup2: bound(`${actions}adddup2`, 'int', [P, 'int', 'int']),
    actions_addchdir: bound(`${actions}addchdir_np`, 'int', [P, P]),
    actions_addclosefrom: optional(`${actions}addclosefrom_np`, 'int', [P, 'int']),
    attr_init: bound(`${attr}init`, 'int', [P]),
    attr_setflags: bound(`${attr}setflags`, 'int', [P, 'short']),
    attr_setpgroup: bound(`${attr}setpgroup`, 'int', [P, 'int']),
    attr_setsigdefault: bound(`${attr}setsigdefault`, 'int', [P, P]),
    attr_setsigmask: bound(`${attr}setsigmask`, 'int', [P, P]),
    wait4: bound('wait4', 'int', ['int', P, 'int', P]),
    poll: bound('poll', 'int', [P, 'ulong', 'int']),
    pidfd_open: pid => syscall(SYS_pidfd_open, pid, 0),
    kill: bound('kill', 'int', ['int', 'int']),
    close: bound('close', 'int', ['int']),
    fcntl: bound('fcntl', 'int', ['int', 'int', 'long']),
    unshare: bound('unshare', 'int', ['int']),
    sched_setaffinity: bound('sched_setaffinity', 'int', ['int', 'ulong', P]),
    mount: (source, target, type, flags) => mount(source, target, type, flags, null),
    umount2: bound('umount2', 'int', ['str', 'int']),
    errno: () => koffi.errno(),
    address: memory => koffi.address(memory),
  }
}
