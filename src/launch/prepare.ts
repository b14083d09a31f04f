import { constants, readdirSync } from 'node:fs'
import type { Command, ProcessUsage } from '../contracts.ts'
import { BenchError } from '../errors.ts'
import { type Address, type Libc, openLibc } from './libc.ts'

/** A command as posix_spawn takes it, encoded before the clock starts. */
export interface Prepared {
  readonly command: Command
  /** Starts it; an errno, 0 where the program runs. */
  readonly spawn: () => number
  readonly pid: () => number
  /** Where wait4 may write; `usage` is decoded by `decodeUsage`, `status` by the caller. */
  readonly statusAt: Address
  readonly usageAt: Address
  readonly status: () => number
  readonly usage: () => ProcessUsage
  /** Gives the native memory of the file actions back. */
  readonly release: () => void
}

/** Throws a `BenchError` for a text with a NUL, which C would cut short. */
export function prepare(command: Command): Prepared {
  const libc = openLibc()
  const argv = [command.file, ...command.arguments]
  const texts = [...argv, ...command.environment, command.workingFolder, command.log, '/dev/null']
  const pointers = argv.length + 1 + command.environment.length + 1
  const memory = Buffer.alloc(
    POINTERS_AT + pointers * 8 + texts.reduce((sum, text) => sum + byteLength(text), 0),
  )
  const base = libc.address(memory)
  const addresses = writeTexts(memory, POINTERS_AT + pointers * 8, base, texts)
  writePointers(memory, POINTERS_AT, addresses.slice(0, argv.length))
  const environmentAt = POINTERS_AT + (argv.length + 1) * 8
  writePointers(memory, environmentAt, addresses.slice(argv.length, -3))
  const [workingFolder, log, nothing] = addresses.slice(-3) as [Address, Address, Address]
  const actions = base + BigInt(ACTIONS_AT)
  encodeActions(libc, actions, { workingFolder, log, nothing })
  const attributes = sharedAttributes(libc)
  const file = addresses[0]!
  const argvAddress = base + BigInt(POINTERS_AT)
  const environment = base + BigInt(environmentAt)
  return {
    command,
    spawn: () => libc.posix_spawn(base, file, actions, attributes, argvAddress, environment),
    pid: () => memory.readInt32LE(0),
    statusAt: base + BigInt(STATUS_AT),
    usageAt: base + BigInt(USAGE_AT),
    status: () => memory.readInt32LE(STATUS_AT),
    usage: () => decodeUsage(memory.subarray(USAGE_AT)),
    release: () => void libc.actions_destroy(actions),
  }
}

/** `struct rusage` of 64-bit Linux (getrusage(2)), little-endian. */
export function decodeUsage(memory: Buffer): ProcessUsage {
  const long = (index: number) => Number(memory.readBigInt64LE(index * 8))
  return {
    user_us: long(0) * 1_000_000 + long(1),
    system_us: long(2) * 1_000_000 + long(3),
    minorFaults: long(8),
    majorFaults: long(9),
    voluntarySwitches: long(16),
    involuntarySwitches: long(17),
  }
}

/**
 * One block of memory a command: pid at 0, then the wait status, the rusage (144 bytes in glibc, 272 in musl), the
 * file actions (80 bytes in both), the pointers of argv and envp, and the texts.
 */
const STATUS_AT = 8
const USAGE_AT = 16
const ACTIONS_AT = 320
const POINTERS_AT = 448

function byteLength(text: string): number {
  if (text.includes('\0')) throw new BenchError('internal', `a command holds a NUL: ${JSON.stringify(text)}`)
  return Buffer.byteLength(text) + 1
}

function writeTexts(memory: Buffer, start: number, base: Address, texts: readonly string[]): Address[] {
  let at = start
  return texts.map(text => {
    const address = base + BigInt(at)
    at += memory.write(text, at) + 1
    return address
  })
}

/** The list's end, a null pointer, is there already: the memory is zeroed. */
function writePointers(memory: Buffer, start: number, addresses: readonly Address[]): void {
  for (const [index, address] of addresses.entries()) memory.writeBigUInt64LE(address, start + index * 8)
}

const APPEND = constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND

function encodeActions(
  libc: Libc,
  actions: Address,
  paths: { readonly workingFolder: Address; readonly log: Address; readonly nothing: Address },
): void {
  const errno =
    libc.actions_init(actions) ||
    libc.actions_addopen(actions, 0, paths.nothing, 0, 0) ||
    libc.actions_addopen(actions, 1, paths.log, APPEND, 0o600) ||
    libc.actions_adddup2(actions, 1, 2) ||
    libc.actions_addchdir(actions, paths.workingFolder) ||
    (libc.actions_addclosefrom?.(actions, 3) ?? 0)
  if (errno !== 0) throw new BenchError('internal', `posix_spawn's file actions: errno ${errno}`)
}

const SPAWN_SETPGROUP = 0x02
const SPAWN_SETSIGDEF = 0x04
const SPAWN_SETSIGMASK = 0x08

let attributesMemory: Buffer | undefined

/**
 * The same for every command: a process group of its own, so that the terminal's Ctrl-C does not reach it (a session
 * of its own would also change how the kernel's autogroups share the processor), every signal at its default (Node
 * ignores SIGPIPE, and what is ignored stays so in the child) and none blocked.
 */
function sharedAttributes(libc: Libc): Address {
  if (attributesMemory !== undefined) return libc.address(attributesMemory)
  if (libc.actions_addclosefrom === null) keepDescriptorsFromChildren(libc)
  // posix_spawnattr_t has 336 bytes in glibc and musl, sigset_t 128. All bits by hand: glibc's sigfillset spares the
  // two signals that it uses itself, and then leaves the child with these ignored.
  const memory = Buffer.alloc(512 + 128 + 128)
  memory.fill(0xff, 512, 640)
  const attributes = libc.address(memory)
  const all = attributes + 512n
  const none = attributes + 640n
  const errno =
    libc.attr_init(attributes) ||
    libc.attr_setflags(attributes, SPAWN_SETPGROUP | SPAWN_SETSIGDEF | SPAWN_SETSIGMASK) ||
    libc.attr_setpgroup(attributes, 0) ||
    libc.attr_setsigdefault(attributes, all) ||
    libc.attr_setsigmask(attributes, none)
  if (errno !== 0) throw new BenchError('internal', `posix_spawn's attributes: errno ${errno}`)
  attributesMemory = memory
  return attributes
}

const F_SETFD = 2
const FD_CLOEXEC = 1

/** Node opens its own descriptors close-on-exec; those that it was started with are not. */
function keepDescriptorsFromChildren(libc: Libc): void {
  for (const name of readdirSync('/proc/self/fd')) {
    if (Number(name) > 2) libc.fcntl(Number(name), F_SETFD, FD_CLOEXEC)
  }
}
