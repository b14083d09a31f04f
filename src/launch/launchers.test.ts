import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Command, ProcessOutcome } from '../contracts.ts'
import { launchers } from './index.ts'

const folder = mkdtempSync(join(tmpdir(), 'launchers-'))
after(() => rmSync(folder, { recursive: true, force: true }))

let logs = 0
const limits = { timeout_ms: 30_000 }

function command(file: string, parameters: readonly string[], more: Partial<Command> = {}): Command {
  return {
    file,
    arguments: parameters,
    environment: ['PATH=/usr/bin:/bin'],
    workingFolder: folder,
    log: join(folder, `command-${logs++}.log`),
    ...more,
  }
}

const script = (text: string, more: Partial<Command> = {}) => command('/bin/sh', ['-c', text], more)

function spanOf(outcome: ProcessOutcome) {
  assert.ok(outcome.status !== 'not-started', JSON.stringify(outcome))
  return outcome.span
}

/** The greatest number of spans that hold one moment. */
function overlap(outcomes: readonly ProcessOutcome[]): number {
  const spans = outcomes.map(spanOf)
  return Math.max(
    ...spans.map(
      one => spans.filter(other => other.start_ns <= one.start_ns && one.start_ns < other.end_ns).length,
    ),
  )
}

/**
 * The first answer, of ever longer timeouts. What a process must have done before it is killed takes a few milliseconds
 * on an idle machine, and seconds on one that has much else to do.
 */
async function firstThat<Answer>(
  attempt: (timeout_ms: number) => Promise<Answer | false | 0>,
): Promise<Answer> {
  for (const timeout_ms of [200, 1000, 5000, 20_000]) {
    const answer = await attempt(timeout_ms)
    if (answer) return answer
  }
  return assert.fail('not even with 20 s')
}

async function isGone(pid: number): Promise<boolean> {
  for (let attempt = 0; attempt < 2000; attempt++) {
    try {
      if (/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))) return true
    } catch {
      return true
    }
    await sleep(10)
  }
  return false
}

for (const launcher of Object.values(launchers)) {
  describe(`the launcher ${launcher.name}`, () => {
    for (const exitCode of [0, 1, 3, 127, 255]) {
      it(`tells the exit code ${exitCode}`, async () => {
        const outcome = await launcher.run(script(`exit ${exitCode}`), limits)
        assert.equal(outcome.status, 'exited')
        assert.equal(outcome.status === 'exited' && outcome.exitCode, exitCode)
      })
    }

    for (const signal of [1, 9, 11, 13, 15]) {
      it(`tells that signal ${signal} ended a process`, async () => {
        const outcome = await launcher.run(script(`kill -${signal} $$`), limits)
        assert.equal(outcome.status, 'signalled', JSON.stringify(outcome))
        assert.equal(outcome.status === 'signalled' && outcome.signal, signal)
      })
    }

    it('measures from the start to the end', async () => {
      const before = Number(process.hrtime.bigint())
      const { start_ns, end_ns } = spanOf(await launcher.run(script('sleep 0.05'), limits))
      const after = Number(process.hrtime.bigint())
      assert.ok(before <= start_ns && start_ns + 50e6 <= end_ns && end_ns <= after)
    })

    it('appends both streams to the log', async () => {
      const one = script('echo to-output; echo to-error >&2')
      writeFileSync(one.log, 'before\n')
      await launcher.run(one, limits)
      assert.equal(readFileSync(one.log, 'utf8'), 'before\nto-output\nto-error\n')
    })

    it('makes a log that its owner alone can read', async () => {
      const one = script('true')
      await launcher.run(one, limits)
      assert.equal(statSync(one.log).mode & 0o777, 0o600 & ~process.umask())
    })

    it('gives exactly the environment and the arguments it was told, in the folder it was told', async () => {
      const text = 'ä b\n"$c\'`'
      const one = command(
        process.execPath,
        [
          '-e',
          'console.log(JSON.stringify([process.argv.slice(1), process.env, process.cwd()]))',
          '--',
          text,
          '',
        ],
        { environment: [`ONE=${text}`, 'TWO=', 'THREE==x='] },
      )
      await launcher.run(one, limits)
      assert.deepEqual(JSON.parse(readFileSync(one.log, 'utf8')), [
        [text, ''],
        { ONE: text, TWO: '', THREE: '=x=' },
        folder,
      ])
    })

    it('hands down no descriptor but the standard three, and /dev/null to read from', async () => {
      const one = script(
        'for n in $(seq 0 99); do test -e /proc/$$/fd/$n && echo $n; done; readlink /proc/$$/fd/0',
      )
      await launcher.run(one, limits)
      assert.equal(readFileSync(one.log, 'utf8').trim().split('\n').join(' '), '0 1 2 /dev/null')
    })

    it('starts every process in a group of its own, with no signal ignored or blocked', async () => {
      const one = command('/bin/grep', ['-E', '^Sig(Ign|Blk)|^NSpgid|^Pid', '/proc/self/status'])
      await launcher.run(one, limits)
      const status = Object.fromEntries(
        readFileSync(one.log, 'utf8')
          .trim()
          .split('\n')
          .map(line => line.split(/:\s*/)),
      )
      assert.equal(status.NSpgid, status.Pid)
      assert.equal(BigInt(`0x${status.SigIgn}`), 0n)
      assert.equal(BigInt(`0x${status.SigBlk}`), 0n)
    })

    it('kills a process and its children when their time is over', async () => {
      const grandchild = await firstThat(async timeout_ms => {
        const one = script('sleep 1000 & echo $!; wait')
        const outcome = await launcher.run(one, { timeout_ms })
        assert.equal(outcome.status, 'timed-out')
        const { start_ns, end_ns } = spanOf(outcome)
        assert.ok(end_ns - start_ns >= timeout_ms * 1e6)
        return Number(readFileSync(one.log, 'utf8'))
      })
      assert.ok(await isGone(grandchild), 'the grandchild lives on')
    })

    it('does not wait for a child that outlives its parent', async () => {
      const one = script('sleep 1000 & echo $!')
      const outcome = await launcher.run(one, limits)
      const grandchild = Number(readFileSync(one.log, 'utf8'))
      process.kill(grandchild, 'SIGKILL')
      assert.equal(outcome.status, 'exited')
    })

    const unreadable = join(folder, 'not-executable')
    writeFileSync(unreadable, '#!/bin/sh\n', { mode: 0o600 })
    const refusals: [string, string, Command][] = [
      ['a program that does not exist', 'ENOENT', command('/nonexistent/program', [])],
      ['a file without the right to run', 'EACCES', command(unreadable, [])],
      ['a folder as a program', 'EACCES', command(folder, [])],
      ['a working folder that does not exist', 'ENOENT', script('true', { workingFolder: '/nonexistent' })],
      ['a log in a folder that does not exist', 'ENOENT', script('true', { log: '/nonexistent/log' })],
    ]
    for (const [what, errno, refused] of refusals) {
      it(`does not start ${what} and says ${errno}`, async () => {
        const outcome = await launcher.run(refused, limits)
        assert.equal(outcome.status, 'not-started', JSON.stringify(outcome))
        const reason = outcome.status === 'not-started' ? outcome.reason : ''
        assert.match(reason, new RegExp(`^${errno}\\b`))
        assert.doesNotMatch(reason, /\n/)
      })
    }

    it('keeps the outcomes in the order of the commands, whichever ends first', async () => {
      const place = mkdtempSync(join(folder, 'order-'))
      // Each ends when the one after it has been waited for: were they waited for in turn, none would end.
      const after = (name: string) =>
        `until [ -s ${place}/${name} ] && ! [ -e /proc/$(cat ${place}/${name}) ]; do sleep 0.02; done`
      const commands = [
        script(`${after('third')}; exit 1`),
        command('/nonexistent/program', []),
        script(`${after('fourth')}; echo $$ > ${place}/third; exit 2`),
        script(`echo $$ > ${place}/fourth; exit 3`),
      ]
      const outcomes = await launcher.runAll(commands, { ...limits, concurrency: 4 })
      assert.deepEqual(
        outcomes.map(outcome => (outcome.status === 'exited' ? outcome.exitCode : outcome.status)),
        [1, 'not-started', 2, 3],
      )
      const [first, , third, fourth] = outcomes.map(each => (each.status === 'exited' ? each.span.end_ns : 0))
      assert.ok(fourth! < third! && third! < first!, 'each end is stamped in its time')
    })

    for (const concurrency of [1, 3]) {
      it(`has at most ${concurrency} in flight when told so, and no fewer`, async () => {
        const place = mkdtempSync(join(folder, 'in-flight-'))
        // None ends before so many have begun, however slowly this machine starts them.
        const text = `: > ${place}/$$; until [ $(ls ${place} | wc -l) -ge ${concurrency} ]; do sleep 0.02; done; sleep 0.06`
        const commands = Array.from({ length: 7 }, () => script(text))
        assert.equal(overlap(await launcher.runAll(commands, { ...limits, concurrency })), concurrency)
      })
    }

    it('times each process of a batch out by itself', async () => {
      const commands = [script('exec sleep 1000'), script('exit 4'), script('exec sleep 1000')]
      const statuses = await firstThat(async timeout_ms => {
        const outcomes = await launcher.runAll(commands, { timeout_ms, concurrency: 2 })
        const all = outcomes.map(({ status }) => status)
        return all[1] === 'exited' && all
      })
      assert.deepEqual(statuses, ['timed-out', 'exited', 'timed-out'])
    })

    it('lets the event loop live during a batch, and starts no more when asked to stop', async () => {
      let stopped = false
      const timer = setTimeout(() => {
        stopped = true
      }, 100)
      const commands = Array.from({ length: 20 }, () => script('sleep 0.4'))
      const outcomes = await launcher.runAll(commands, { ...limits, concurrency: 2, stop: () => stopped })
      clearTimeout(timer)
      const statuses = outcomes.map(({ status }) => status)
      assert.deepEqual(statuses.slice(0, 2), ['exited', 'exited'])
      assert.ok(
        statuses.slice(4).every(status => status === 'not-started'),
        statuses.join(),
      )
    })

    it('hears a signal while it waits', async () => {
      const heard = join(folder, `heard-${launcher.name}`)
      process.once('SIGUSR2', () => writeFileSync(heard, ''))
      const text = `kill -USR2 ${process.pid}; until [ -e ${heard} ]; do sleep 0.02; done`
      const outcome = await launcher.run(script(text), limits)
      assert.equal(outcome.status, 'exited', 'the process waits until the signal was heard')
    })

    const many = process.env.SECCOMP_BENCH_TESTS === 'all' ? 200 : 60
    it(`runs ${many} at once`, async () => {
      const commands = Array.from({ length: many }, (_, index) => script(`exit ${index % 7}`))
      const outcomes = await launcher.runAll(commands, { ...limits, concurrency: many })
      assert.deepEqual(
        outcomes.map(outcome => outcome.status === 'exited' && outcome.exitCode),
        commands.map((_, index) => index % 7),
      )
    })

    it('takes an empty batch', async () => {
      assert.deepEqual(await launcher.runAll([], { ...limits, concurrency: 10 }), [])
    })

    it('waits for its own processes alone', async () => {
      const { execa } = await import('execa')
      const other = execa('sleep', ['0.2'], { reject: false })
      await launcher.runAll([script('sleep 0.4'), script('sleep 0.4')], { ...limits, concurrency: 2 })
      assert.equal((await other).exitCode, 0)
    })
  })
}
