/** What must hold when something breaks: a clear line, the right exit code, and nothing lost that was measured. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, copyFileSync, existsSync, openSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { execa } from 'execa'
import { readRun } from '../src/index.ts'
import { packageFolder } from './package.ts'
import {
  cli,
  cliPath,
  memory,
  onlyAll,
  onlyFolder,
  onlyRun,
  scratch,
  startCli,
  untilTrials,
  wellEnded,
} from './robust.fixture.ts'

for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const) {
  test(`${signal}: the trial in flight is finished, all is saved, exit code ${code}`, {
    skip: signal === 'SIGHUP' ? false : onlyAll,
  }, async context => {
    const out = join(scratch(context), 'out')
    const live = startCli([...memory, '--containers', '100000', '--out', out])
    const folder = await untilTrials(out, 5)
    live.kill(signal)
    const { exitCode, stdout } = await live
    assert.equal(exitCode, code)
    assert.match(stdout, /interrupted: \d+ trials are saved, nothing is left behind; go on with/)
    const run = readRun(folder)
    assert.equal(run.status, 'interrupted')
    assert.ok(run.trials.length >= 5)
    assert.ok(!existsSync(join(folder, 'work')))
  })
}

test('the terminal is gone: nothing is lost', async context => {
  const out = join(scratch(context), 'out')
  const live = execa(process.execPath, [cliPath, ...memory, '--containers', '60', '--out', out], {
    reject: false,
    stdin: 'ignore',
  })
  live.stdout.destroy()
  live.stderr.destroy()
  const { exitCode } = await live
  const run = onlyRun(out)
  assert.equal(exitCode, wellEnded(run))
  assert.deepEqual([run.status, run.trials.length], ['complete', 120])
})

test('the terminal is gone, and says so with SIGHUP', { skip: onlyAll }, async context => {
  const out = join(scratch(context), 'out')
  const live = execa(process.execPath, [cliPath, ...memory, '--containers', '100000', '--out', out], {
    reject: false,
    stdin: 'ignore',
  })
  const folder = await untilTrials(out, 5)
  live.stdout.destroy()
  live.stderr.destroy()
  live.kill('SIGHUP')
  const { exitCode } = await live
  assert.equal(exitCode, 129)
  assert.equal(readRun(folder).status, 'interrupted')
})

test('an output that cannot be written is no success', {
  skip: onlyAll || (existsSync('/dev/full') ? false : 'needs /dev/full'),
}, async context => {
  const out = join(scratch(context), 'out')
  const descriptor = openSync('/dev/full', 'w')
  const live = spawn(process.execPath, [cliPath, ...memory, '--containers', '5', '--out', out], {
    stdio: ['ignore', descriptor, 'ignore'],
  })
  closeSync(descriptor)
  const [exitCode] = await once(live, 'exit')
  assert.equal(exitCode, 4)
  assert.equal(onlyRun(out).trials.length, 10)
})

test('a profile that changes during the run is told; the run used what it read first', async context => {
  const folder = scratch(context)
  const [out, profile] = [join(folder, 'out'), join(folder, 'profile.json')]
  copyFileSync(await someProfile(), profile)
  const live = startCli([
    ...memory,
    '--profile',
    profile,
    '--containers',
    '3000',
    '--budget',
    '5s',
    '--out',
    out,
  ])
  await untilTrials(out, 3)
  writeFileSync(profile, '{}')
  live.kill('SIGINT')
  const { exitCode, stderr } = await live
  assert.equal(exitCode, 130)
  assert.match(stderr, /profile\.json: changed while the run measured/)
  const resumed = await cli(['run', '--resume', onlyFolder(out)])
  assert.equal(resumed.exitCode, 2)
  assert.match(resumed.stderr, /profile\.json: the profile has changed since the run began \(sha256 /)
})

test('a run.json that is damaged or foreign is refused in one line', async context => {
  const out = join(scratch(context), 'out')
  await cli([...memory, '--containers', '5', '--out', out])
  const folder = onlyFolder(out)
  const whole = JSON.stringify(readRun(folder))
  const damaged = {
    'cut off': whole.slice(0, -100),
    'a list': '[]',
    'another version': whole.replace('run/1', 'run/2'),
    'a number that is a text': whole.replace(/"wall_ns":\d+/, '"wall_ns":"1"'),
    nothing: '',
    'another program’s': '{"results":[{"command":"sleep 0.1","mean":0.1}]}',
    binary: '\u0000\u0001\u0002',
  }
  for (const [what, text] of Object.entries(damaged)) {
    writeFileSync(join(folder, 'run.json'), text)
    assert.throws(() => readRun(folder), { name: 'BenchError', code: 'bad-input' }, what)
  }
  const { exitCode, stdout, stderr } = await cli(['analyse', folder])
  assert.deepEqual([exitCode, stdout], [2, ''])
  assert.match(stderr, /^seccomp-bench: \S+run\.json: [^\n]+$/)
})

async function someProfile(): Promise<string> {
  const folder = join(packageFolder, 'scenarios', 'profiles')
  return join(folder, readdirSync(folder).find(name => name.endsWith('.json'))!)
}
