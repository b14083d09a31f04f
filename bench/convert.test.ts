import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BenchError, capabilitySets } from '../src/index.ts'
import { type ConvertOptions, convertCommand } from './convert.ts'

const profile = JSON.stringify({
  defaultAction: 'SCMP_ACT_ERRNO',
  archMap: [{ architecture: 'SCMP_ARCH_AARCH64', subArchitectures: ['SCMP_ARCH_ARM'] }],
  syscalls: [
    { names: ['read'], action: 'SCMP_ACT_ALLOW' },
    { names: ['chroot'], action: 'SCMP_ACT_ALLOW', includes: { caps: ['CAP_SYS_CHROOT'] } },
    { names: ['ptrace'], action: 'SCMP_ACT_ALLOW', includes: { minKernel: '4.8' } },
  ],
})
const usual: ConvertOptions = {
  profile: 'p.json',
  converter: 'moby',
  machine: 'aarch64',
  caps: '',
  format: 'oci',
}

/** Runs the command on a file that comes in two pieces. */
async function run(options: Partial<ConvertOptions>, content: string | Uint8Array = profile) {
  const bytes = Buffer.from(content)
  const opened: string[] = []
  let out = ''
  let errors = ''
  const world = {
    open(path: string) {
      opened.push(path)
      return (async function* () {
        yield bytes.subarray(0, 11)
        yield bytes.subarray(11)
      })()
    },
    writeOut: async (text: string) => {
      out += text
    },
    writeError: (line: string) => {
      errors += line
    },
  }
  try {
    await convertCommand({ ...usual, ...options }, world)
    return { out, errors, opened, refusal: '' }
  } catch (error) {
    assert.ok(error instanceof BenchError && error.code === 'bad-input', String(error))
    return { out, errors, opened, refusal: error.message }
  }
}

test('the OCI object is one JSON document with a newline at its end', async () => {
  const { out, errors, opened } = await run({ kernel: '4.7' })
  assert.equal(
    out,
    '{"defaultAction":"SCMP_ACT_ERRNO","architectures":["SCMP_ARCH_AARCH64","SCMP_ARCH_ARM"],' +
      '"syscalls":[{"names":["read"],"action":"SCMP_ACT_ALLOW"}]}\n',
  )
  assert.equal(errors, '')
  assert.deepEqual(opened, ['p.json'])
})

test('lcr text comes exactly, with nothing added', async () => {
  const { out } = await run({ converter: 'host-arch', format: 'lcr', caps: 'CAP_SYS_CHROOT' })
  const rules = 'read allow\nchroot allow\nptrace allow\n'
  assert.equal(out, `2\nwhitelist errno 1\n[arm64]\n${rules}[arm]\n${rules}`)
})

test('capabilities and kernel decide', async () => {
  const names = async (options: Partial<ConvertOptions>) =>
    (JSON.parse((await run(options)).out) as { syscalls: { names: string[] }[] }).syscalls.flatMap(
      rule => rule.names,
    )
  assert.deepEqual(await names({ kernel: '4.8' }), ['read', 'ptrace'])
  assert.deepEqual(await names({ kernel: '4.8.0-1-arm64', caps: 'CAP_CHOWN,CAP_SYS_CHROOT' }), [
    'read',
    'chroot',
    'ptrace',
  ])
  assert.ok((capabilitySets.docker as readonly string[]).includes('CAP_SYS_CHROOT'))
  assert.deepEqual(await names({ kernel: '4.7', caps: 'docker' }), ['read', 'chroot'])
})

test('a warning is a line on standard error, and the filter still comes', async () => {
  const { out, errors } = await run({ converter: 'host-arch', machine: 'x86_64' })
  assert.equal(errors, "seccomp-bench: the profile's archMap has no SCMP_ARCH_X86_64: it is listed alone\n")
  assert.match(out, /"architectures":\["SCMP_ARCH_X86_64"\]/)
})

test('a profile that asks for no filter is null in JSON, and nothing that lcr could write', async () => {
  assert.equal((await run({}, '{}')).out, 'null\n')
  const { out, refusal } = await run({ format: 'lcr' }, '{}')
  assert.equal(out, '')
  assert.match(refusal, /^p\.json: found a profile that asks for no filter/)
})

test('bad input gives one line with the file’s name and no output', async () => {
  const broken = profile.replace('"read"', '"read\\n"')
  const cases: readonly (readonly [Partial<ConvertOptions>, string | Uint8Array, RegExp])[] = [
    [{}, '{', /^p\.json: JSON syntax, line 1, column 2: found the end of the text/],
    [{ profile: '-' }, '[]', /^standard input: \$: found an empty list, expected an object$/],
    [{}, broken, /^p\.json: \$\.syscalls\[0\]\.names\[0\]: found "read\\n"/],
    [{}, new Uint8Array(17 * 1024 * 1024), /^p\.json: found more than 16777216 bytes/],
    [
      { format: 'lcr', converter: 'full-arch' },
      '{"defaultAction":"SCMP_ACT_LOG"}',
      /^p\.json: lcr text: found the action/,
    ],
    [{ machine: 'a b' }, profile, /^--machine: found "a b"/],
    [{ machine: '' }, profile, /^--machine: found ""/],
    [{ kernel: 'six' }, profile, /^--kernel: found "six"/],
    [{ caps: 'CAP_CHOWN,;' }, profile, /^--caps: found ;/],
  ]
  for (const [options, content, expected] of cases) {
    const { out, errors, refusal } = await run(options, content)
    assert.match(refusal, expected)
    assert.equal(out + errors, '')
  }
})

test('a file that cannot be read is bad input', async () => {
  for (const path of ['/no/such/file', '/tmp', 'nul\0byte']) {
    await assert.rejects(convertCommand({ ...usual, profile: path }), (error: unknown) => {
      assert.ok(error instanceof BenchError && error.code === 'bad-input')
      assert.match(error.message, /the profile cannot be read/)
      return true
    })
  }
})
