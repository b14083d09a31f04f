import assert from 'node:assert/strict'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, it } from 'node:test'
import { BenchError } from '../errors.ts'
import { serialiseOciFilter } from '../profile/oci.ts'
import { configJson } from './config-json.ts'
import { findOnPath } from './find.ts'
import { lcrFiles } from './lcr-file.ts'
import { isStaticProgram, makeRootfs } from './rootfs.ts'
import { parseRuntimeOption } from './runtime-option.ts'

const folder = mkdtempSync(join(tmpdir(), 'parts-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const target = { machine: 'x86_64', capabilities: ['CAP_KILL'], kernel: { version: 6, revision: 1 } }
const filter = {
  defaultAction: 'SCMP_ACT_ERRNO',
  architectures: ['SCMP_ARCH_X86_64'],
  syscalls: [
    {
      names: ['read'],
      action: 'SCMP_ACT_ALLOW',
      args: [{ index: 0, value: 18446744073709551615n, op: 'SCMP_CMP_EQ' }],
    },
  ],
}

it('puts the filter into config.json as it is serialised, every digit of it', () => {
  const text = configJson(target, '/a "rootfs"')(filter)
  assert.ok(text.includes(`"seccomp":${serialiseOciFilter(filter)}`))
  assert.ok(text.includes('18446744073709551615'))
  const config = JSON.parse(text)
  assert.equal(config.root.path, '/a "rootfs"')
  assert.deepEqual(config.process.capabilities.bounding, ['CAP_KILL'])
  assert.equal(config.process.noNewPrivileges, true)
})

it('says nothing of seccomp without a filter', () => {
  assert.deepEqual(Object.keys(JSON.parse(configJson(target, '/r')(null)).linux), ['namespaces'])
  assert.deepEqual(lcrFiles(null, { id: 'a', bundle: '/b', log: '/l' }, 'x86_64', 'x = y\n'), [
    { name: 'config', data: 'x = y\n' },
  ])
})

it('names the filter’s file in lcr’s config', () => {
  const [seccomp, config] = lcrFiles(filter, { id: 'a', bundle: '/b', log: '/l' }, 'x86_64', '')
  assert.equal(seccomp!.name, 'seccomp')
  assert.match(seccomp!.data, /^2\nwhitelist errno 1\n\[x86_64\]\nread allow /)
  assert.deepEqual(config, { name: 'config', data: 'lxc.seccomp.profile = /b/seccomp\n' })
})

it('finds programs by name on PATH and by path, and nothing else', () => {
  const program = join(folder, 'some-runtime')
  writeFileSync(program, '')
  assert.equal(findOnPath('some-runtime', folder), null, 'not executable')
  chmodSync(program, 0o755)
  mkdirSync(join(folder, 'some-folder'))
  symlinkSync('nowhere', join(folder, 'dangling'))
  assert.equal(findOnPath('some-runtime', `relative::/nonexistent:${folder}`), program)
  assert.equal(findOnPath(program, ''), program)
  assert.equal(findOnPath('some-folder', folder), null)
  assert.equal(findOnPath('dangling', folder), null)
  assert.equal(findOnPath('some-runtime', ''), null)
})

it('tells a static program by its headers', () => {
  const elf = (types: readonly number[]) => {
    const path = join(folder, 'elf')
    const header = Buffer.alloc(64 + 56 * types.length)
    header.set([0x7f, 0x45, 0x4c, 0x46, 2, 1])
    header.writeBigUInt64LE(64n, 32)
    header.writeUInt16LE(56, 54)
    header.writeUInt16LE(types.length, 56)
    for (const [index, type] of types.entries()) header.writeUInt32LE(type, 64 + 56 * index)
    writeFileSync(path, header)
    return path
  }
  assert.equal(isStaticProgram(elf([1, 2, 7])), true)
  assert.equal(isStaticProgram(elf([6, 3, 1])), false)
  assert.equal(isStaticProgram(elf([])), false)
  assert.equal(isStaticProgram(process.execPath), false)
  assert.equal(isStaticProgram('/nonexistent'), false)
  writeFileSync(join(folder, 'text'), '#!/bin/sh\n'.repeat(20))
  assert.equal(isStaticProgram(join(folder, 'text')), false)
})

it('makes a root file system once, with no device in it', () => {
  const rootfs = join(folder, 'rootfs')
  for (let times = 0; times < 2; times++) makeRootfs(rootfs, '/bin/ls')
  assert.ok(existsSync(join(rootfs, 'bin', 'sh')))
  assert.equal(existsSync(join(rootfs, 'dev', 'null')), false)
})

for (const text of ['runc', '=/bin/runc', 'a b=/bin/runc', 'name=', '../x=/bin/y', '-x=/bin/y', '']) {
  it(`refuses --runtime ${JSON.stringify(text)} in one line`, () => {
    assert.throws(
      () => parseRuntimeOption(text),
      (error: unknown) =>
        error instanceof BenchError && error.code === 'bad-input' && !error.message.includes('\n'),
    )
  })
}

it('takes a runtime under a name of the user’s', () => {
  assert.equal(parseRuntimeOption('runc-1.2=/opt/runc=x').name, 'runc-1.2')
})
