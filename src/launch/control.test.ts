import assert from 'node:assert/strict'
import { it } from 'node:test'
import { control } from './control.ts'

it('gives what a command prints, and its exit code', async () => {
  assert.deepEqual(await control('/bin/sh', ['-c', 'echo out; echo err >&2; exit 3']), {
    exitCode: 3,
    stdout: 'out\n',
    stderr: 'err\n',
  })
})

it('passes input, and nothing where there is none', async () => {
  assert.equal((await control('/bin/cat', [], { input: 'hello' })).stdout, 'hello')
  assert.equal((await control('/bin/cat', [])).stdout, '')
})

it('lets no shell take part', async () => {
  assert.equal((await control('/bin/echo', ['$HOME; `id`', '*'])).stdout, '$HOME; `id` *\n')
})

it('says why a program cannot be started, without throwing', async () => {
  const result = await control('/nonexistent/program', [])
  assert.equal(result.exitCode, null)
  assert.match(result.stderr, /ENOENT/)
  assert.doesNotMatch(result.stderr, /\n/)
})

for (const [what, text] of [
  ['a command', 'echo $$; exec sleep 600'],
  ['a command whose child left the group and holds its pipes', 'setsid sleep 600 & echo $!; exit 0'],
] as const) {
  it(`ends ${what} when its time is over`, { timeout: 300_000 }, async () => {
    const { stdout } = await control('/bin/sh', ['-c', text], { timeout_ms: 300 })
    // What left the group lives on; without an end to the waiting, this test would run into its own timeout.
    if (stdout !== '') endIfAlive(Number(stdout))
  })
}

it('ends a command that prints without end', async () => {
  const result = await control('/bin/sh', ['-c', 'exec yes'], { timeout_ms: 20_000 })
  assert.notEqual(result.exitCode, 0)
  assert.ok(result.stdout.length > 0 && result.stdout.length <= 2_000_000)
})

function endIfAlive(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It was ended with its group.
  }
}
