/** One processor architecture in every dialect that a profile, a filter or a host speaks. */
export interface Architecture {
  /** libseccomp's name, as profiles and OCI filters write it. */
  readonly scmp: `SCMP_ARCH_${string}`
  /** What iSulad translates `scmp` to before it compares with `includes.arches` (specs_security.c); null: no translation. */
  readonly isulad: string | null
  /** Docker's own view of a host of this kind (profiles/seccomp/seccomp_linux.go); null: Docker knows no such host. */
  readonly moby: MobyHost | null
  /** lcr's section header without its brackets (conf.c); null: lcr falls back to the host's header. */
  readonly lxc: string | null
  /** Which `uname -m` lcr takes for a host of this kind (conf.c: two exact, the rest by prefix); null: none. */
  readonly lcrHost: RegExp | null
  /** What `uname -m` and GOARCH say on such a host, lower case. */
  readonly machines: readonly string[]
  readonly endianness: 'little' | 'big' | null
  readonly bits: 32 | 64 | null
}

interface MobyHost {
  /** The name looked for in `includes.arches` and `excludes.arches`. */
  readonly name: string
  /**
   * Whether Docker finds the host's element of `archMap`. Its two tables disagree on mipsle ("mipsel" against
   * "mipsle") and on loong64 ("loongarch64" against "loong64"), so there it looks up nothing.
   */
  readonly selects: boolean
}

type Row = readonly [
  scmp: Architecture['scmp'],
  isulad: string | null,
  moby: string | null,
  lxc: string | null,
  lcrHost: RegExp | null,
  machines: string,
  endianness: Architecture['endianness'],
  bits: Architecture['bits'],
]

/**
 * The table. Beware of the columns that differ: Docker says `mips3l64n32` where iSulad and lcr say `mipsel64n32`.
 * `moby` names end in `-` where Docker does not select by `archMap` (see `selects`). SCMP_ARCH_RISCV is no
 * libseccomp name, but stands in profiles that iSulad shipped; m68k, sh and sheb are libseccomp 2.6's.
 */
// biome-ignore format: a table is read by its columns
const rows: readonly Row[] = [
  ['SCMP_ARCH_X86',         'x86',         'x86',          'x86',         /^i686$/,          '386 i386 i486 i586 i686 x86', 'little', 32],
  ['SCMP_ARCH_X86_64',      'amd64',       'amd64',        'x86_64',      /^x86_64$/,        'x86_64 amd64 x86-64',         'little', 64],
  ['SCMP_ARCH_X32',         'x32',         null,           'x32',         /^x32$/,           '',                            'little', 32],
  ['SCMP_ARCH_ARM',         'arm',         'arm',          'arm',         /^armv7/,          'arm armhf armel armv5tel armv6l armv7l armv8l', 'little', 32],
  ['SCMP_ARCH_AARCH64',     'arm64',       'arm64',        'arm64',       /^aarch64/,        'aarch64 arm64',               'little', 64],
  ['SCMP_ARCH_LOONGARCH64', 'loong64',     'loongarch64-', null,          null,              'loongarch64 loong64',         'little', 64],
  ['SCMP_ARCH_M68K',        null,          null,           null,          null,              'm68k',                        'big',    32],
  ['SCMP_ARCH_MIPS',        'mips',        null,           'mips',        /^mips(?!64)/,     'mips',                        'big',    32],
  ['SCMP_ARCH_MIPS64',      'mips64',      'mips64',       'mips64',      /^mips64(?!n32)/,  'mips64',                      'big',    64],
  ['SCMP_ARCH_MIPS64N32',   'mips64n32',   'mips64n32',    'mips64n32',   /^mips64n32/,      'mips64n32 mips64p32',         'big',    32],
  ['SCMP_ARCH_MIPSEL',      'mipsel',      'mipsel-',      'mipsel',      null,              'mipsel mipsle',               'little', 32],
  ['SCMP_ARCH_MIPSEL64',    'mipsel64',    'mipsel64',     'mipsel64',    null,              'mips64le mips64el mipsel64',  'little', 64],
  ['SCMP_ARCH_MIPSEL64N32', 'mipsel64n32', 'mips3l64n32',  'mipsel64n32', null,              'mips64p32le mipsel64n32',     'little', 32],
  ['SCMP_ARCH_PARISC',      'parisc',      null,           'parisc',      /^parisc(?!64)/,   'parisc',                      'big',    32],
  ['SCMP_ARCH_PARISC64',    'parisc64',    null,           'parisc64',    /^parisc64/,       'parisc64',                    'big',    64],
  ['SCMP_ARCH_PPC',         'ppc',         'ppc',          'ppc',         /^ppc(?!64)/,      'ppc',                         'big',    32],
  ['SCMP_ARCH_PPC64',       'ppc64',       'ppc64',        'ppc64',       /^ppc64(?!le)/,    'ppc64',                       'big',    64],
  ['SCMP_ARCH_PPC64LE',     'ppc64le',     'ppc64le',      'ppc64le',     /^ppc64le/,        'ppc64le',                     'little', 64],
  ['SCMP_ARCH_RISCV',       null,          null,           null,          null,              '',                            'little', null],
  ['SCMP_ARCH_RISCV64',     'riscv64',     'riscv64',      'riscv64',     /^riscv64/,        'riscv64',                     'little', 64],
  ['SCMP_ARCH_S390',        's390',        's390',         's390',        /^s390(?!x)/,      's390',                        'big',    32],
  ['SCMP_ARCH_S390X',       's390x',       's390x',        's390x',       /^s390x/,          's390x',                       'big',    64],
  ['SCMP_ARCH_SH',          null,          null,           null,          null,              'sh4',                         'little', 32],
  ['SCMP_ARCH_SHEB',        null,          null,           null,          null,              'sh4eb',                       'big',    32],
  ['SCMP_ARCH_ALL',         'all',         null,           'all',         null,              '',                            null,     null],
]

export const architectures: readonly Architecture[] = rows.map(
  ([scmp, isulad, moby, lxc, lcrHost, machines, endianness, bits]) => ({
    scmp,
    isulad,
    moby: moby === null ? null : { name: moby.replace(/-$/, ''), selects: !moby.endsWith('-') },
    lxc,
    lcrHost,
    machines: machines.split(' ').filter(name => name !== ''),
    endianness,
    bits,
  }),
)

/** By libseccomp's name: what a profile may say. */
export const architectureByScmp: ReadonlyMap<string, Architecture> = new Map(
  architectures.map(row => [row.scmp, row]),
)

/** By what `uname -m` or GOARCH says, lower case. */
const byMachine: ReadonlyMap<string, Architecture> = new Map(
  architectures.flatMap(row => row.machines.map(machine => [machine, row] as const)),
)

/** The architecture of a host; undefined for one that the table does not know. */
export function architectureOf(machine: string): Architecture | undefined {
  return byMachine.get(machine.toLowerCase())
}

/** How results name a machine: `x86_64` and `arm64` whatever their spelling, any other as it is. */
export function architectureLabel(machine: string): string {
  const scmp = architectureOf(machine)?.scmp
  if (scmp === 'SCMP_ARCH_X86_64') return 'x86_64'
  if (scmp === 'SCMP_ARCH_AARCH64') return 'arm64'
  return machine
}
