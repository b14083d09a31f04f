import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, it } from 'node:test'
import type { Container } from '../contracts.ts'
import { architectures } from '../profile/arch.ts'
import type { OciFilter } from '../profile/oci.ts'
import { findRefusals, firstComplaint, tryFilters } from './probe.ts'

const folder = mkdtempSync(join(tmpdir(), 'probe-'))
after(() => rmSync(folder, { recursive: true, force: true }))

for (const [text, complaint] of [
  [
    'time="2026-01-01T00:00:00Z" level=error msg="runc create failed: \\"x\\" bad"\n',
    'runc create failed: "x" bad',
  ],
  ['time="t" level=warning msg="never mind"\ntime="t" level=error msg="real"\n', 'real'],
  [
    '2026-11-24T16:33:59.826103Z: seccomp adding architecture: out of domain\n',
    'seccomp adding architecture: out of domain',
  ],
  [
    'lxc-execute: c1: ../src/lxc/seccomp.c: do_resolve: 485 Permission denied - x\nlxc-execute: c1: more',
    'Permission denied - x',
  ],
  ['\n\n', null],
  ['a\u001b[31m\n', 'a\\u001b[31m'],
  ['x'.repeat(9000), 'x'.repeat(300)],
] as const) {
  it(`reads the complaint in ${JSON.stringify(text.slice(0, 40))}`, () => {
    const log = join(folder, 'log')
    writeFileSync(log, text)
    assert.equal(firstComplaint(log), complaint)
  })
}

it('finds no complaint where there is no log', () => {
  assert.equal(firstComplaint(join(folder, 'missing')), null)
})

/** A runtime that refuses by what stands in its file. */
const script = (text: string) => ({
  folder,
  serialise: (filter: OciFilter | null) => [{ name: 'filter', data: JSON.stringify(filter) }],
  commands: {
    verb: 'create' as const,
    create: ({ bundle, log }: Container) => ({
      file: '/bin/sh',
      arguments: ['-c', text],
      environment: ['PATH=/usr/bin:/bin'],
      workingFolder: bundle,
      log,
    }),
    remove: null,
  },
})

it('tells each filter’s failure in the runtime’s words, in order', async () => {
  const candidate = script('if grep -q MIPS filter; then echo no MIPS >&2; exit 1; fi')
  const filters = ['SCMP_ARCH_X86', 'SCMP_ARCH_MIPS'].map(name => ({
    defaultAction: 'SCMP_ACT_ALLOW',
    architectures: [name],
    syscalls: [],
  }))
  assert.deepEqual(await tryFilters(candidate, [null, ...filters]), [null, null, 'no MIPS'])
})

it('takes no word for a container that is not there', async () => {
  const answers = await tryFilters({ ...script('true'), exists: () => false }, [null])
  assert.deepEqual(answers, ['it reports success, but there is no container'])
})

it('finds what a runtime refuses by trying it', async () => {
  const refusing = script('grep -q "ARCH_S390" filter && exit 7; ! grep -q "acct.*ALLOW" filter')
  const refusals = await findRefusals(refusing)
  assert.deepEqual(
    [...refusals.architectures],
    [
      ['SCMP_ARCH_S390', 'exit code 7'],
      ['SCMP_ARCH_S390X', 'exit code 7'],
    ],
  )
  assert.equal(refusals.ruleLikeDefault, 'exit code 1')
})

it('tries no architecture that the runtime does not claim', async () => {
  const { architectures: refused } = await findRefusals(script('true'), new Set(['SCMP_ARCH_ARM']))
  assert.equal(refused.size, architectures.length - 1)
  assert.equal(refused.has('SCMP_ARCH_ARM'), false)
  assert.deepEqual([...new Set(refused.values())], ['not among its features'])
})
