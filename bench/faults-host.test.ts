/** What must hold when something breaks: a clear line, the right exit code, and nothing lost that was measured. */
import assert from 'node:assert/strict'
import { chmodSync, mkdirSync, readdirSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import type { InTmpfs } from './in-tmpfs.fixture.ts'
import {
  cli,
  cliPath,
  type Ended,
  fakeRuntime,
  memory,
  needs,
  onlyAll,
  onlyFolder,
  onlyRun,
  runFolders,
  scratch,
  startCli,
  untilTrials,
  wellEnded,
  withRuntime,
} from './robust.fixture.ts'

test('a full disk: the journal keeps all, the line says how to go on, and going on completes', {
  skip: needs('unshare', 'mount'),
}, async context => {
  const { ended, kept } = await inTmpfs(context, 'size=96k', out => [
    { command: [...node, ...memory, '--containers', '200', '--out', out] },
    { remount: 'size=20m', command: [...node, 'run', '--no-charts', '--resume', '{run}'] },
  ])
  assert.equal(ended[0]?.exitCode, 4, JSON.stringify(ended))
  assert.match(
    ended[0]?.stderr ?? '',
    /ENOSPC.*\(\d+ trials are in \S+journal\.jsonl: make space, then seccomp-bench run --resume /,
  )
  assert.match(ended[1]?.stderr ?? '', /a line was cut off in the journal/)
  const run = onlyRun(kept)
  assert.equal(ended[1]?.exitCode, wellEnded(run), JSON.stringify(ended[1]))
  assert.equal(run.status, 'complete')
  assert.equal(run.trials.length, 400)
  assert.deepEqual(readdirSync(onlyFolder(kept)).sort(), ['run.json', 'samples.csv'])
})

test('no space for the spec files: one line, and no folder is left', {
  skip: needs('unshare', 'mount') || onlyAll,
}, async context => {
  const { ended, kept } = await inTmpfs(context, 'size=64k', out => [
    { command: [...node, 'run', '--writer', 'lcr-file', '--containers', '20', '--no-charts', '--out', out] },
  ])
  assert.equal(ended[0]?.exitCode, 4, JSON.stringify(ended))
  assert.match(ended[0]?.stderr ?? '', /seccomp-bench: the spec files cannot be written \(ENOSPC/)
  assert.deepEqual(runFolders(kept), [])
})

test('an output folder that cannot be written', { skip: needs('unshare', 'mount') }, async context => {
  const { ended } = await inTmpfs(context, 'ro', out => [{ command: [...node, ...memory, '--out', out] }])
  assert.equal(ended[0]?.exitCode, 4)
  assert.match(ended[0]?.stderr ?? '', /cannot be made \(EROFS: .*\(choose another place with --out\)/)
})

test('no descriptor left: creates are waited for without one each', {
  skip: needs('prlimit') || onlyAll,
}, async context => {
  const folder = scratch(context)
  const out = join(folder, 'out')
  const options = ['--mode', 'parallel', '--rounds', '2', '--concurrency', '15']
  const live = startCli([...withRuntime(fakeRuntime(folder), out, 20), ...options])
  await untilTrials(out, 1)
  await leaveDescriptors(live.pid!, 2)
  const { exitCode, stderr } = await live
  const creations = onlyRun(out).trials.flatMap(trial => trial.creations)
  assert.deepEqual([creations.length, creations.flatMap(({ reason }) => reason ?? [])], [80, []])
  assert.equal(exitCode, wellEnded(onlyRun(out)), stderr)
})

test('no descriptor for spec files: failures that say EMFILE, no crash', {
  skip: needs('prlimit') || onlyAll,
}, async context => {
  const out = join(scratch(context), 'out')
  const options = [
    '--mode',
    'parallel',
    '--rounds',
    // Enough for the limit to come in time, however late this test is given the processor.
    '20',
    '--containers',
    '150',
    '--warmup',
    '0',
    '--no-charts',
  ]
  const live = startCli(['run', '--writer', 'oci-file', ...options, '--out', out])
  await untilTrials(out, 1)
  await leaveDescriptors(live.pid!, 3)
  const { exitCode, stdout, stderr } = await live
  const reasons = onlyRun(out).trials.flatMap(trial => trial.creations.flatMap(({ reason }) => reason ?? []))
  assert.ok(reasons.length > 0, stderr)
  for (const reason of reasons) assert.match(reason, /^spec: EMFILE: too many open files/)
  assert.equal(exitCode, 3, stderr)
  assert.match(stdout, /INVALID/)
})

test('no process allowed any more: failures that say EAGAIN, no crash', {
  skip: needs('setpriv', 'prlimit', 'unshare') || onlyAll,
}, async context => {
  const folder = scratch(context)
  chmodSync(folder, 0o777)
  // Root of a user namespace of its own: to the host it is a plain user, for whom the limit holds.
  const user = [
    'setpriv',
    '--reuid=65533',
    '--regid=65533',
    '--clear-groups',
    'unshare',
    '--user',
    '--map-root-user',
  ]
  const able = await cli(['--version'], user)
  if (able.exitCode !== 0) return context.skip(`no user namespace here: ${able.stderr}`)
  const out = join(folder, 'out')
  const live = startCli(withRuntime(fakeRuntime(folder, 'sleep 0.02'), out, 40), user)
  await untilTrials(out, 4)
  await execa('setpriv', [...user.slice(1, 4), 'prlimit', '--pid', String(live.pid), '--nproc=1:1'])
  const { exitCode, stdout, stderr } = await live
  const run = onlyRun(out)
  const reasons = run.trials.flatMap(trial => trial.creations.flatMap(({ reason }) => reason ?? []))
  assert.ok(
    reasons.some(reason => reason.startsWith('create: not started (EAGAIN')),
    reasons.join('\n'),
  )
  assert.equal(run.trials.length, 80)
  assert.ok(exitCode === 3 || exitCode === 4, `${exitCode} ${stdout} ${stderr}`)
})

test('without root a runtime is told to need it; what needs no root works', {
  skip: needs('setpriv') || onlyAll,
}, async context => {
  const folder = scratch(context)
  chmodSync(folder, 0o777)
  const nobody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups']
  if ((await cli(['--version'], nobody)).exitCode !== 0)
    return context.skip('nobody may not read this program')
  const refused = await cli(['run', '--writer', 'runc', '--out', join(folder, 'a')], nobody)
  assert.equal(refused.exitCode, 4, refused.stderr)
  assert.match(refused.stderr, /creating containers needs root \(run it as root/)
  const works = await cli([...memory, '--containers', '20', '--out', join(folder, 'b')], nobody)
  assert.equal(onlyRun(join(folder, 'b')).trials.length, 40)
  assert.equal(works.exitCode, wellEnded(onlyRun(join(folder, 'b'))), works.stderr)
  const reaped = await cli(['reap', '--out', join(folder, 'b')], nobody)
  assert.equal(reaped.exitCode, 0, reaped.stderr)
})

test('no cgroup at all: skipped in the runtime’s own words, or measured', {
  skip: needs('runc', 'unshare', 'mount') || onlyAll,
}, async context => {
  const folder = scratch(context)
  mkdirSync(join(folder, 'keep'))
  const given: InTmpfs = {
    folder: '/sys/fs/cgroup',
    options: 'size=64k',
    steps: [
      { command: [...node, 'run', '--writer', 'runc', '--containers', '5', '--out', join(folder, 'out')] },
    ],
    keep: join(folder, 'keep'),
  }
  const [ended] = await unshared(given)
  assert.equal(ended?.exitCode, 4, JSON.stringify(ended))
  assert.match(ended?.stderr ?? '', /skipped: runc: runc .* creates no container here: .*cgroup/)
  assert.deepEqual(runFolders(join(folder, 'out')), [])
})

test('a wall clock that steps moves no measured time', async context => {
  const out = join(scratch(context), 'out')
  // Every reading of the wall clock is a day earlier than the one before.
  const code = 'let d=0;const now=Date.now;Date.now=()=>now()-864e5*d++'
  const step = `data:text/javascript,${encodeURIComponent(code)}`
  const { exitCode, stderr } = await cli([...memory, '--containers', '50', '--out', out], [], {
    NODE_OPTIONS: `--import=${step}`,
  })
  const run = onlyRun(out)
  assert.equal(exitCode, wellEnded(run), stderr)
  const { trials } = run
  const starts = trials.map(({ start_ns }) => start_ns)
  assert.deepEqual(
    starts,
    starts.toSorted((one, other) => one - other),
  )
  assert.ok(trials.every(({ wall_ns }) => wall_ns > 0 && wall_ns < 60e9))
})

const node = [process.execPath, cliPath]
const fixture = fileURLToPath(new URL('./in-tmpfs.fixture.js', import.meta.url))

async function unshared(given: InTmpfs): Promise<Ended[]> {
  const words = ['--mount', '--propagation', 'private', process.execPath, fixture, JSON.stringify(given)]
  const { stdout } = await execa('unshare', words, { stdin: 'ignore' })
  return JSON.parse(stdout) as Ended[]
}

/** Commands with a small tmpfs as their output folder. */
async function inTmpfs(
  context: TestContext,
  options: string,
  steps: (out: string) => InTmpfs['steps'],
): Promise<{ ended: Ended[]; kept: string }> {
  const folder = scratch(context)
  const [out, keep] = [join(folder, 'out'), join(folder, 'kept')]
  mkdirSync(out)
  const ended = await unshared({ folder: out, options, steps: steps(out), keep })
  return { ended, kept: keep }
}

/** From now on a process may open so many descriptors more; those of spec files being written do not count. */
async function leaveDescriptors(pid: number, count: number): Promise<void> {
  const open = new Set(
    readdirSync(`/proc/${pid}/fd`)
      .filter(name => !isSpecFile(`/proc/${pid}/fd/${name}`))
      .map(Number),
  )
  // The lowest free number is given next; what was inherited may have any.
  let free = 0
  while (open.has(free)) free += 1
  const limit = free + count
  await execa('prlimit', ['--pid', String(pid), `--nofile=${limit}:${limit}`])
}

function isSpecFile(link: string): boolean {
  try {
    return readlinkSync(link).includes('/work/')
  } catch {
    return true
  }
}
