import assert from 'node:assert/strict'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { basename, join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { cgroupLayout, readRun } from '../src/index.ts'
import { head } from '../src/journal/journal.fixture.ts'
import { findOnPath } from '../src/write/find.ts'
import {
  cli,
  deadlyRuntime,
  fakeRuntime,
  needs,
  needsRoot,
  onlyAll,
  onlyFolder,
  runFolders,
  scratch,
  startCli,
  thorough,
  untilTrials,
} from './robust.fixture.ts'

const runtimes = { runc: 'runc', crun: 'crun', lxc: 'lxc-execute' } as const

for (const [writer, program] of Object.entries(runtimes)) {
  for (const mode of ['sequential', 'parallel'] as const) {
    const [containers, at] = thorough ? [200, 173] : [10, 7]
    const skip = needs(program) || (writer === 'crun' && mode === 'parallel' ? false : onlyAll)
    test(`${writer}, ${mode}: killed at container ${at} of ${containers}, after reap nothing is left`, {
      skip,
    }, async context => {
      const folder = scratch(context)
      const [out, tmp] = [join(folder, 'out'), join(folder, 'tmp')]
      mkdirSync(tmp)
      const before = hostState()
      const runtime = deadlyRuntime(folder, findOnPath(program)!, at)
      const arms = ['full-arch', 'host-arch'].map(name => `converter=${name},runtime=${writer}:${runtime}`)
      const layout = cgroupLayout() === 'hybrid' ? ['--private-mounts'] : []
      const options = ['--mode', mode, '--containers', String(containers), '--warmup', '0', '--no-charts']
      const killed = await cli(
        ['run', ...options, ...layout, '--a', arms[0]!, '--b', arms[1]!, '--out', out],
        [],
        { TMPDIR: tmp },
      )
      assert.equal(killed.exitCode, undefined, killed.stderr)
      const run = onlyFolder(out)
      const told = await cli(['reap', '--out', out, '--dry-run'], [], { TMPDIR: tmp })
      assert.ok(existsSync(join(run, 'work')), 'a dry run removes nothing')
      assert.match(told.stdout, /would remove \S+\/work/)
      const reaped = await cli(['reap', '--out', out], [], { TMPDIR: tmp })
      assert.equal(reaped.exitCode, 0, reaped.stdout + reaped.stderr)
      assert.deepEqual(leftovers(run), [])
      assert.equal(hostState(), before)
      assert.deepEqual(readdirSync(tmp), [])
      const again = await cli(['reap', '--out', out])
      assert.deepEqual([again.exitCode, again.stdout], [0, 'nothing is left behind'])
      if (mode === 'parallel') assert.ok(!existsSync(run), 'no batch was complete: the folder goes too')
      else assert.ok(readRun(run).trials.length >= at - 2, 'what was measured is saved')
    })
  }
}

test('a run that lives is left alone, and so is all that no journal names', {
  skip: needsRoot,
}, async context => {
  const folder = scratch(context)
  const out = join(folder, 'out')
  const fake = fakeRuntime(folder, 'sleep 0.05')
  const live = startCli([
    ...['run', '--writer', 'fake', '--runtime', `fake=${fake}`],
    ...['--containers', '10000', '--warmup', '0', '--no-charts', '--out', out],
  ])
  const run = await untilTrials(out, 2)
  const stranger = join(out, `${basename(run).slice(0, -2)}zz`, 'work', '0', 'state', 'sb-00000000-0-0-0')
  mkdirSync(stranger, { recursive: true })
  const reaped = await cli(['reap', '--out', out])
  assert.equal(reaped.exitCode, 0, reaped.stderr)
  assert.match(reaped.stdout, /still running \(process \d+\), left alone/)
  assert.ok(existsSync(join(run, 'work')) && existsSync(stranger))
  const resumed = await cli(['run', '--resume', run])
  assert.equal(resumed.exitCode, 2)
  assert.match(resumed.stderr, /still running \(process \d+\)/)
  live.kill('SIGKILL')
  await live
  assert.equal((await cli(['reap', run])).exitCode, 0)
  assert.ok(!existsSync(join(run, 'work')) && existsSync(stranger))
  assert.ok(readRun(run).trials.length >= 2)
  assert.equal(readRun(run).status, 'interrupted')
})

test('a hanging create is ended with its children', { skip: needsRoot || onlyAll }, async context => {
  const folder = scratch(context)
  const out = join(folder, 'out')
  const fake = fakeRuntime(folder, `sleep 3600`)
  const parameters = [
    'run',
    '--writer',
    'fake',
    '--runtime',
    `fake=${fake}`,
    '--containers',
    '20',
    '--out',
    out,
  ]
  const live = startCli(parameters)
  await untilCount(join(folder, 'count'))
  live.kill('SIGKILL')
  await live
  const reaped = await cli(['reap', '--out', out])
  assert.equal(reaped.exitCode, 0, reaped.stderr)
  assert.match(reaped.stdout, /ended process \d+/)
  assert.match(reaped.stdout, /nothing was measured: removed/)
  assert.deepEqual(runFolders(out), [])
  assert.deepEqual(processesThatName(folder), [])
})

test('a folder that is named twice, or by a link too, is one run', async context => {
  const folder = scratch(context)
  const run = join(folder, 'dead')
  mkdirSync(join(run, 'work'), { recursive: true })
  writeFileSync(join(run, 'journal.jsonl'), `${JSON.stringify(head())}\n`, { mode: 0o600 })
  symlinkSync(run, join(folder, 'link'))
  const { exitCode, stderr } = await cli(['reap', run, run, join(folder, 'link')])
  assert.equal(exitCode, 0, stderr)
  assert.equal(existsSync(run), false, 'nothing was measured: nothing is kept')
})

test('a journal that others may write, or that is none, makes nothing happen', {
  skip: needsRoot || onlyAll,
}, async context => {
  const out = join(scratch(context), 'out')
  for (const [name, text, mode] of [
    ['a', '{"kind":"head"}\n', 0o600],
    ['b', '', 0o600],
    ['c', 'not json\n', 0o600],
    ['d', '{}\n', 0o666],
  ] as const) {
    mkdirSync(join(out, name, 'work'), { recursive: true })
    const path = join(out, name, 'journal.jsonl')
    writeFileSync(path, text)
    chmodSync(path, mode)
  }
  const reaped = await cli(['reap', '--out', out])
  assert.equal(reaped.exitCode, 4)
  assert.equal(reaped.stdout.match(/not a journal of a run/g)?.length, 4)
  assert.deepEqual(readdirSync(out), ['a', 'b', 'c', 'd'])
  for (const name of readdirSync(out)) assert.ok(existsSync(join(out, name, 'work')))
  assert.equal((await cli(['reap', join(out, 'd')])).exitCode, 2)
})

/** Of one run: groups, processes and mounts that bear its container ids or its folder's name. */
function leftovers(run: string): string[] {
  const tag = `sb-${run.slice(-8)}`
  return [
    ...groups('/sys/fs/cgroup').filter(path => path.includes(tag)),
    ...processesThatName(run),
    ...readFileSync('/proc/self/mountinfo', 'utf8')
      .split('\n')
      .filter(line => line.includes(run)),
    ...(existsSync(join('/run/lxc/lock', run)) ? [join('/run/lxc/lock', run)] : []),
    ...(existsSync(join(run, 'work')) ? [join(run, 'work')] : []),
  ].concat(processesIn(tag))
}

/** What runs of other processes do not change while the test runs. */
function hostState(): string {
  return `/dev/null ${(statSync('/dev/null').mode & 0o7777).toString(8)}`
}

function groups(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(entry => entry.isDirectory())
    .flatMap(({ name }) => {
      const path = join(folder, name)
      try {
        return [path, ...groups(path)]
      } catch {
        return []
      }
    })
}

function processesThatName(text: string): string[] {
  return pids().flatMap(pid => {
    const words = read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ')
    return words.includes(text) && Number(pid) !== process.pid ? [`${pid} ${words}`] : []
  })
}

function processesIn(tag: string): string[] {
  return pids().filter(pid => read(`/proc/${pid}/cgroup`).includes(tag))
}

function pids(): string[] {
  return readdirSync('/proc').filter(name => /^\d+$/.test(name))
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

async function untilCount(path: string): Promise<void> {
  for (let patience = 0; !existsSync(path); patience++) {
    assert.ok(patience < 6000, `${path}: not made within a minute`)
    await sleep(10)
  }
}
