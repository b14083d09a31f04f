/** What must hold when something breaks: a clear line, the right exit code, and nothing lost that was measured. */
import assert from 'node:assert/strict'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import {
  cli,
  fakeRuntime,
  needsRoot,
  onlyAll,
  onlyFolder,
  onlyRun,
  runFolders,
  scratch,
  withRuntime,
} from './robust.fixture.ts'

const absent = {
  missing: { make: () => {}, line: /skipped: fake: there is no program \S+\/rt/ },
  'not executable': {
    make: (path: string) => writeFileSync(path, '', { mode: 0o644 }),
    line: /no program \S+\/rt/,
  },
  'no program at all': {
    make: (path: string) => writeFileSync(path, '\u0001', { mode: 0o755 }),
    line: /creates no container here: ENOEXEC/,
  },
}

for (const [what, { make, line }] of Object.entries(absent)) {
  test(`a runtime that is ${what} is told, and no folder is left`, {
    skip: needsRoot || (what === 'missing' ? false : onlyAll),
  }, async context => {
    const folder = scratch(context)
    const out = join(folder, 'out')
    make(join(folder, 'rt'))
    const { exitCode, stderr } = await cli(withRuntime(join(folder, 'rt'), out))
    assert.equal(exitCode, 4, stderr)
    assert.match(stderr, line)
    assert.deepEqual(runFolders(out), [])
  })
}

test('a create that hangs is killed after --timeout and counts as failed', {
  skip: needsRoot,
}, async context => {
  const folder = scratch(context)
  const out = join(folder, 'out')
  const fake = fakeRuntime(folder, '[ $n = 3 ] && sleep 3600')
  const { exitCode, stderr } = await cli([...withRuntime(fake, out), '--timeout', '3'])
  assert.equal(exitCode, 3, stderr)
  const creations = onlyRun(out).trials.flatMap(trial => trial.creations)
  assert.deepEqual(
    creations.flatMap(({ reason }) => reason ?? []),
    ['create: no end within the timeout (--timeout), killed'],
  )
  assert.equal(creations.length, 40)
})

test('the k-th create fails: its words are kept, its time is not', {
  skip: needsRoot || onlyAll,
}, async context => {
  const folder = scratch(context)
  const out = join(folder, 'out')
  const fake = fakeRuntime(folder, '[ $n = 7 ] && { echo "boom at $n" >&2; exit 5; }')
  const { exitCode, stdout, stderr } = await cli(withRuntime(fake, out))
  assert.equal(exitCode, 3, stderr)
  const failed = onlyRun(out)
    .trials.flatMap(trial => trial.creations)
    .filter(({ status }) => status === 'failed')
  assert.deepEqual(
    failed.map(({ reason, phases }) => [reason, phases.create]),
    [['create: exit code 5: boom at 7', null]],
  )
  assert.match(stdout, /boom at 7/)
  assert.match(
    stdout,
    /INVALID: failures: 1 of 40 containers failed \(A \d, B \d\); at most 1 % of an arm may/,
  )
})

test('one arm alone fails: INVALID, exit code 3, everything is stored', {
  skip: needsRoot,
}, async context => {
  const folder = scratch(context)
  const out = join(folder, 'out')
  const fake = fakeRuntime(folder, 'case $id in sb-*-1-*) echo "no B today" >&2; exit 1;; esac')
  const { exitCode, stdout, stderr } = await cli(withRuntime(fake, out))
  assert.equal(exitCode, 3, stdout + stderr)
  assert.match(stdout, /INVALID/)
  assert.match(stdout, /no B today/)
  assert.equal(onlyRun(out).trials.length, 40)
})

test('a runtime that vanishes in the middle: what it left cannot be deleted, and reap does it by hand', {
  skip: needsRoot || onlyAll,
}, async context => {
  const folder = scratch(context)
  const out = join(folder, 'out')
  const fake = fakeRuntime(folder, '[ $n = 10 ] && mv $0 $0.gone')
  const { exitCode, stderr } = await cli(withRuntime(fake, out))
  assert.equal(exitCode, 4, stderr)
  assert.match(
    stderr,
    /1 containers cannot be deleted: sb-\S+; 40 trials are saved in \S+ \(.*seccomp-bench reap /,
  )
  const reasons = onlyRun(out).trials.flatMap(trial => trial.creations.flatMap(({ reason }) => reason ?? []))
  assert.ok(
    reasons.some(reason => reason.startsWith('create: not started (ENOENT: no such file or directory')),
  )
  assert.ok(existsSync(join(onlyFolder(out), 'work')))
  const reaped = await cli(['reap', '--out', out])
  assert.equal(reaped.exitCode, 0, reaped.stderr)
  assert.match(reaped.stdout, /cannot delete sb-\S+, going on by hand/)
  assert.ok(!existsSync(join(onlyFolder(out), 'work')))
})
