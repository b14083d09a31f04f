/** Generated profiles for property tests; no part of the library. */
import fc from 'fast-check'
import { stringify } from 'lossless-json'
import { architectures } from './arch.ts'
import { actions, operators } from './vocabulary.ts'

const scmp = fc.constantFrom(...architectures.map(row => row.scmp))
const action = fc.constantFrom(...actions)
const systemCall = fc.stringMatching(/^[A-Za-z0-9_]{1,12}$/)
const capability = fc.constantFrom('CAP_CHOWN', 'CAP_SYS_ADMIN', 'CAP_SYS_PTRACE', 'CAP_KILL')
const arch = fc.constantFrom(
  'amd64',
  'arm64',
  'arm',
  'x86',
  'x32',
  's390x',
  'mipsel64n32',
  'mips3l64n32',
  'riscv64',
)
const minKernel = fc.oneof(
  fc.constantFrom('', '0.1', '3.12', '4.8', '6.1', '255.255', '5.00'),
  fc
    .tuple(fc.nat(255), fc.integer({ min: 1, max: 255 }))
    .map(([version, revision]) => `${version}.${revision}`),
)

/** From 0 to 2^64 - 1, often where doubles run out of digits. */
export const uint64: fc.Arbitrary<bigint> = fc.oneof(
  fc.constantFrom(0n, 1n, 0xffff_ffffn, 9007199254740991n, 9007199254740993n, 18446744073709551615n),
  fc.bigInt({ min: 0n, max: 18446744073709551615n }),
)

const argument = fc.record(
  {
    index: fc.integer({ min: 0, max: 5 }),
    value: uint64,
    valueTwo: fc.option(uint64),
    op: fc.constantFrom(...operators),
    note: fc.constant('an unknown key'),
  },
  { requiredKeys: ['op'] },
)

const conditions = fc.record(
  {
    arches: fc.option(fc.array(arch, { maxLength: 3 })),
    caps: fc.option(fc.array(capability, { maxLength: 2 })),
    minKernel: fc.option(minKernel),
  },
  { requiredKeys: [] },
)

const sometimes = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { freq: 2 })

const ruleParts = {
  action,
  errnoRet: fc.option(fc.integer({ min: 0, max: 4095 })),
  args: fc.option(fc.array(argument, { maxLength: 3 })),
  comment: fc.option(fc.string()),
  includes: sometimes(conditions),
  excludes: sometimes(conditions),
}
const optionalParts = { requiredKeys: ['action'] } satisfies { requiredKeys: (keyof typeof ruleParts)[] }

const rule = fc
  .tuple(
    fc.record(ruleParts, optionalParts),
    fc.oneof(
      fc.array(systemCall, { maxLength: 4 }).map(names => ({ names })),
      fc.array(systemCall, { maxLength: 4 }).map(names => ({ names, name: '' })),
      systemCall.map(name => ({ name })),
      systemCall.map(name => ({ name, names: null })),
    ),
  )
  .map(([parts, names]) => ({ ...parts, ...names }))

const archMap = fc.array(
  fc.record(
    { architecture: scmp, subArchitectures: fc.option(fc.array(scmp, { maxLength: 3 })) },
    { requiredKeys: ['architecture'] },
  ),
  { maxLength: 4 },
)

const profile = fc
  .tuple(
    fc.record(
      {
        defaultAction: action,
        defaultErrnoRet: fc.option(fc.integer({ min: 0, max: 4095 })),
        syscalls: fc.option(fc.array(rule, { maxLength: 8 }), { freq: 20 }),
      },
      { requiredKeys: ['defaultAction'] },
    ),
    fc.oneof(
      archMap.map(list => ({ archMap: list })),
      fc.array(scmp, { maxLength: 4 }).map(architectures => ({ architectures, archMap: [] })),
      fc.constant({}),
    ),
  )
  .map(([parts, lists]) => ({ ...parts, ...lists }))

/** The text of a valid profile in Docker's format, in all its variety. */
export const profileText: fc.Arbitrary<string> = fc
  .tuple(profile, fc.constantFrom('', '\t', '  '))
  .map(([value, indent]) => stringify(value, undefined, indent) ?? '')

export const boundingSet: fc.Arbitrary<readonly string[]> = fc.uniqueArray(capability)
