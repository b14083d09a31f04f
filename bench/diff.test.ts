import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { BenchError, openLibseccomp } from '../src/index.ts'
import { diff } from './diff.ts'
import { ledger } from './ledger.ts'

const folder = mkdtempSync(join(tmpdir(), 'diff-'))
after(() => rmSync(folder, { recursive: true, force: true }))

function profile(name: string, names: readonly string[]): string {
  const file = join(folder, name)
  const archMap = [{ architecture: 'SCMP_ARCH_X86_64', subArchitectures: ['SCMP_ARCH_X86', 'SCMP_ARCH_X32'] }]
  const syscalls = [{ names, action: 'SCMP_ACT_ALLOW' }]
  writeFileSync(file, JSON.stringify({ defaultAction: 'SCMP_ACT_ERRNO', archMap, syscalls }))
  return file
}

const one = profile('one.json', ['read', 'write'])
const two = profile('two.json', ['read'])
const usual = { machine: 'x86_64', caps: 'docker', kernel: '6.1', converter: 'host-arch', json: false }

/** Without libseccomp the answer is 3; where everything is required that is a failure. */
function isThere(t: { skip: (reason: string) => void }): boolean {
  const opened = openLibseccomp()
  if (opened.status === 'opened') return true
  if (process.env.SECCOMP_BENCH_REQUIRE === '1') assert.fail(opened.reason)
  const { exitCode, text } = diff(one, one, usual)
  assert.equal(exitCode, 3)
  assert.match(text, /^whether the filters are equivalent is unknown: /)
  t.skip(opened.reason)
  return false
}

test('a profile against itself is exit code 0 and one line', t => {
  if (!isThere(t)) return
  const { text, exitCode } = diff(one, one, usual)
  assert.equal(exitCode, 0)
  assert.match(text, /^the filters of copy A and copy B are equivalent: \d+ calls, one answer each\n$/)
})

test('a difference is exit code 1 and listed by name', t => {
  if (!isThere(t)) return
  const { text, exitCode } = diff(one, two, usual)
  assert.equal(exitCode, 1)
  const [head, line, end] = text.split('\n')
  assert.match(head!, /^the filters of one\.json and two\.json differ on 1 point /)
  assert.equal(line, '  write (x86_64 1, x32 1073741825, x86 4): one.json ALLOW, two.json ERRNO 1 (EPERM)')
  assert.equal(end, '')
})

test('sides can be arms; what they do not name is the scenarios’ profile and the option’s converter', t => {
  if (!isThere(t)) return
  assert.equal(diff('converter=full-arch', 'converter=host-arch', usual).exitCode, 0)
  const { text } = diff(`profile=${one},label=mine`, `converter=moby,profile=${two}`, {
    ...usual,
    json: true,
  })
  const json = JSON.parse(text)
  assert.deepEqual([json.status, json.labels.a, json.machine], ['different', 'mine', 'x86_64'])
  assert.equal(json.differences.length, 3)
})

test('a machine that libseccomp cannot compile for is exit code 3', t => {
  if (!isThere(t)) return
  assert.equal(diff(one, two, { ...usual, machine: 'vax' }).exitCode, 3)
})

test('bad sides are refused in one line', () => {
  const cases = [
    ['/no/such/file', /the profile cannot be read|no such file/i],
    ['converter=nonsense', /converter nonsense: not known/],
    ['converter=moby,writer=runc', /^A: found writer=…/],
    ['nonsense=1', /^A: found nonsense=1/],
  ] as const
  for (const [side, message] of cases) {
    assert.throws(
      () => diff(side, one, usual),
      (error: unknown) => {
        assert.ok(error instanceof BenchError && error.code === 'bad-input')
        assert.match(error.message, message)
        return true
      },
    )
  }
})

test('the ledger is a table, or JSON with the exact counts of every converter', async () => {
  const options = {
    profile: [one],
    arch: ['x86_64'],
    caps: 'docker',
    kernel: '6.1',
    systemCalls: false,
    privateMounts: false,
    json: true,
  }
  const { cells } = JSON.parse(await ledger(options))
  assert.deepEqual(
    cells.map((cell: { converter: string; counts: { names: number; lxc_lines: number } }) => [
      cell.converter,
      cell.counts.names,
      cell.counts.lxc_lines,
    ]),
    [
      ['full-arch', 2, 11],
      ['host-arch', 2, 11],
      ['moby', 2, 11],
    ],
  )
  const text = await ledger({ ...options, arch: [], json: false })
  assert.match(text, /│ one\.json +│ arm64 +│ host-arch +│ +1 │/)
  assert.match(
    text,
    /host-arch arm64 one\.json: the profile's archMap has no SCMP_ARCH_AARCH64: it is listed alone/,
  )
  await assert.rejects(ledger({ ...options, arch: ['a b'] }), /found "a b"/)
})
