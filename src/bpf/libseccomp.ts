import { createRequire } from 'node:module'
import { oneLine } from '../errors.ts'

/** A filter in the making, an address inside libseccomp. */
export type Context = bigint

/** libseccomp's functions under C's own names; a negative result is an error number. */
export interface Libseccomp {
  /** `2.5.4` */
  readonly version: string
  /** 0 for a name that it does not know. */
  readonly arch_resolve_name: (name: string) => number
  readonly arch_native: () => number
  /** `null`: refused. */
  readonly init: (defaultAction: number) => Context | null
  readonly release: (context: Context) => void
  readonly arch_add: (context: Context, token: number) => number
  readonly arch_remove: (context: Context, token: number) => number
  /** In the numbers of the machine that this runs on; below -1 stands for a call that it does not have; -1: unknown. */
  readonly syscall_resolve_name: (name: string) => number
  readonly syscall_resolve_name_arch: (token: number, name: string) => number
  readonly syscall_resolve_num_arch: (token: number, number: number) => string | null
  /** `comparisons`: `struct scmp_arg_cmp` after `struct scmp_arg_cmp`; `count` of them. */
  readonly rule_add_array: (
    context: Context,
    action: number,
    call: number,
    count: number,
    comparisons: Uint8Array | null,
  ) => number
  readonly export_bpf: (context: Context, fd: number) => number
  /** An anonymous file in memory: no folder, no name, gone when it is closed. */
  readonly memfd_create: (name: string, flags: number) => number
}

export type OpenedLibseccomp =
  | { readonly status: 'opened'; readonly library: Libseccomp }
  | { readonly status: 'missing'; readonly reason: string; readonly hint: string }

const opened = new Map<string, OpenedLibseccomp>()

/** Opens the library of this machine, once. Never throws: what is missing is told. */
export function openLibseccomp(file = 'libseccomp.so.2'): OpenedLibseccomp {
  const known = opened.get(file) ?? open(file)
  opened.set(file, known)
  return known
}

function open(file: string): OpenedLibseccomp {
  try {
    const koffi = createRequire(import.meta.url)('koffi') as typeof import('koffi')
    return { status: 'opened', library: bind(koffi, file) }
  } catch (cause) {
    return {
      status: 'missing',
      reason: oneLine(`${file} cannot be called: ${cause instanceof Error ? cause.message : cause}`),
      hint: 'apt-get install libseccomp2',
    }
  }
}

function bind(koffi: typeof import('koffi'), file: string): Libseccomp {
  const seccomp = koffi.load(file)
  const libc = koffi.load(null)
  const P = 'void *'
  const U = 'uint32_t'
  const bound = <F>(name: string, result: string, parameters: string[]) =>
    seccomp.func(`seccomp_${name}`, result, parameters) as unknown as F
  const free = libc.func('free', 'void', [P])
  const name_of = bound<(token: number, number: number) => bigint | null>('syscall_resolve_num_arch', P, [
    U,
    'int',
  ])
  const version = bound<() => bigint>('version', P, [])()
  return {
    version: [...(koffi.decode(version, 'uint32_t', 3) as Uint32Array)].join('.'),
    arch_resolve_name: bound('arch_resolve_name', U, ['str']),
    arch_native: bound('arch_native', U, []),
    init: bound('init', P, [U]),
    release: bound('release', 'void', [P]),
    arch_add: bound('arch_add', 'int', [P, U]),
    arch_remove: bound('arch_remove', 'int', [P, U]),
    syscall_resolve_name: bound('syscall_resolve_name', 'int', ['str']),
    syscall_resolve_name_arch: bound('syscall_resolve_name_arch', 'int', [U, 'str']),
    syscall_resolve_num_arch: (token, number) => {
      const text = name_of(token, number | 0)
      if (text === null) return null
      const name = koffi.decode(text, 'char', -1) as string
      free(text)
      return name
    },
    rule_add_array: bound('rule_add_array', 'int', [P, U, 'int', 'uint', P]),
    export_bpf: bound('export_bpf', 'int', [P, 'int']),
    memfd_create: libc.func('memfd_create', 'int', ['str', 'uint']) as unknown as Libseccomp['memfd_create'],
  }
}
