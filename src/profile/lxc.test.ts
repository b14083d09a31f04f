import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { converters } from '../convert/index.ts'
import { parseDockerProfile } from './docker.ts'
import { lxcText } from './lxc.ts'
import type { OciFilter } from './oci.ts'
import { debianProfile, refusal, withoutDebianProfiles } from './testing.ts'

const filter: OciFilter = {
  defaultAction: 'SCMP_ACT_ERRNO',
  architectures: ['SCMP_ARCH_X86_64', 'SCMP_ARCH_MIPSEL64N32', 'SCMP_ARCH_X86_64'],
  syscalls: [
    { names: ['read', 'write'], action: 'SCMP_ACT_ALLOW' },
    {
      names: ['clone'],
      action: 'SCMP_ACT_ERRNO',
      errnoRet: 38,
      args: [
        { index: 0, value: 18446744073709551615n, valueTwo: 7, op: 'SCMP_CMP_MASKED_EQ' },
        { index: 1, value: 5, op: 'SCMP_CMP_EQ' },
      ],
    },
  ],
}
const rules = `read allow
write allow
clone errno 1 [0,18446744073709551615,SCMP_CMP_MASKED_EQ,7] [1,5,SCMP_CMP_EQ,0]
`

test('every rule stands again under every architecture, repeats included', () => {
  const expected = `2\nwhitelist errno 1\n[x86_64]\n${rules}[mipsel64n32]\n${rules}[x86_64]\n${rules}`
  assert.equal(lxcText(filter, 'aarch64'), expected)
})

test('without architectures the rules stand alone', () => {
  for (const architectures of [[], undefined]) {
    const { architectures: _, ...rest } = filter
    const lone = architectures === undefined ? rest : { ...rest, architectures }
    assert.equal(lxcText(lone, 'vax'), `2\nwhitelist errno 1\n${rules}`)
  }
})

test('the default action opens a blacklist or a whitelist', () => {
  const cases = [
    ['SCMP_ACT_ALLOW', 'blacklist allow'],
    ['SCMP_ACT_KILL', 'whitelist kill'],
    ['SCMP_ACT_TRAP', 'whitelist trap'],
    ['SCMP_ACT_TRACE', 'whitelist trace 1'],
    ['SCMP_ACT_ERRNO', 'whitelist errno 1'],
  ] as const
  for (const [defaultAction, line] of cases) {
    assert.equal(lxcText({ defaultAction, syscalls: [] }, 'x86_64'), `2\n${line}\n`)
  }
})

test('an architecture that lcr lacks gets the host’s header', () => {
  const lacking = (architecture: string, machine: string) =>
    lxcText({ ...filter, architectures: [architecture], syscalls: [] }, machine).split('\n')[2]
  const cases = [
    ['SCMP_ARCH_RISCV', 'x86_64', '[x86_64]'],
    ['SCMP_ARCH_LOONGARCH64', 'aarch64', '[arm64]'],
    ['SCMP_ARCH_LOONGARCH64', 'armv7l', '[arm]'],
    ['SCMP_ARCH_LOONGARCH64', 'i686', '[x86]'],
    ['SCMP_ARCH_LOONGARCH64', 'ppc64le', '[ppc64le]'],
    ['SCMP_ARCH_LOONGARCH64', 'mips64el', '[mips64]'],
    ['SCMP_ARCH_RISCV64', 'x86_64', '[riscv64]'],
    ['SCMP_ARCH_ALL', 'x86_64', '[all]'],
  ] as const
  for (const [architecture, machine, header] of cases) assert.equal(lacking(architecture, machine), header)
})

test('where lcr fails, so does this, in one line', () => {
  const cases: readonly (readonly [OciFilter, string, RegExp])[] = [
    [
      { ...filter, defaultAction: 'SCMP_ACT_LOG' },
      'x86_64',
      /found the action SCMP_ACT_LOG, expected one of/,
    ],
    [
      { ...filter, syscalls: [{ names: ['x'], action: 'SCMP_ACT_NOTIFY' }] },
      'x86_64',
      /action SCMP_ACT_NOTIFY/,
    ],
    [
      { ...filter, syscalls: [{ names: [], action: 'SCMP_ACT_ALLOW' }] },
      'x86_64',
      /found a rule without names/,
    ],
    [
      { ...filter, architectures: ['SCMP_ARCH_RISCV'] },
      'armv6l',
      /found SCMP_ARCH_RISCV on a machine armv6l/,
    ],
  ]
  for (const [bad, machine, message] of cases)
    assert.match(
      refusal(() => lxcText(bad, machine)),
      message,
    )
})

test('a text of gigabytes is refused before it is made', () => {
  const vast = {
    defaultAction: 'SCMP_ACT_ERRNO',
    architectures: new Array<string>(100_000).fill('SCMP_ARCH_X86'),
    syscalls: [{ names: new Array<string>(10_000).fill('read'), action: 'SCMP_ACT_ALLOW' }],
  }
  assert.match(
    refusal(() => lxcText(vast, 'x86_64')),
    /found 100000 architectures with 110000 bytes/,
  )
})

test('the text of real profiles is lcr’s own, byte for byte', { skip: withoutDebianProfiles }, () => {
  const cases = [
    [
      'podman',
      'full-arch',
      'x86_64',
      144841,
      '5e27e8589433788c86fb17c4878ac3ac478ef707258371b5c57971111560d9ce',
    ],
    [
      'podman',
      'full-arch',
      'aarch64',
      144841,
      '5e27e8589433788c86fb17c4878ac3ac478ef707258371b5c57971111560d9ce',
    ],
    [
      'podman',
      'host-arch',
      'x86_64',
      22880,
      'd7e265fc7d5cd668d2dbc5155c90d03fcee0f748a3d21a709df6bee00a01de5d',
    ],
    [
      'podman',
      'host-arch',
      'aarch64',
      15260,
      '16bd6fed533f8d6ecac6ec4b91504a23e79fe76c7292b0b285170cc53e397922',
    ],
    [
      'docker',
      'full-arch',
      'x86_64',
      117329,
      '8016a681e657312bac7dc3718e094a9be89c760a449da451345fa0b3d923b9a9',
    ],
    [
      'docker',
      'full-arch',
      'aarch64',
      117329,
      '8016a681e657312bac7dc3718e094a9be89c760a449da451345fa0b3d923b9a9',
    ],
    [
      'docker',
      'host-arch',
      'x86_64',
      18536,
      '8a9dbfe9260cb393e248df8e215c14ed3a22d1a7db8f7d6bc1c4f456940a469b',
    ],
    [
      'docker',
      'host-arch',
      'aarch64',
      12364,
      '68ead6b8390f2a33eb7a6ce8f0da5a36ccf6d0d797ae1f789546e1044a00d7cf',
    ],
  ] as const
  for (const [profile, converter, machine, bytes, sha256] of cases) {
    const target = { machine, capabilities: [], kernel: { version: 6, revision: 1 } }
    const { filter } = converters[converter].convert(parseDockerProfile(debianProfile(profile)), target)
    const text = lxcText(filter!, machine)
    const title = `${profile} ${converter} ${machine}`
    assert.equal(Buffer.byteLength(text), bytes, title)
    assert.equal(createHash('sha256').update(text).digest('hex'), sha256, title)
  }
})
