import assert from 'node:assert/strict'
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import fc from 'fast-check'
import { inputs } from '../../src/fuzz/amounts.fixture.ts'
import { head } from '../../src/journal/journal.fixture.ts'
import { sampleRun } from '../../src/run-sample.ts'
import { packageFolder } from '../package.ts'
import type { Ended } from './command-line.fixture.ts'
import { commandLines } from './words.fixture.ts'

test('command lines, mutated, end with a known exit code and one line, and stay in their folder', async context => {
  const top = mkdtempSync(join(tmpdir(), 'seccomp-bench-words-'))
  context.after(() => rmSync(top, { recursive: true, force: true }))
  fillTemplate(join(top, 'template'))
  for (const name of ['here', 'tmp']) mkdirSync(join(top, name))
  const host = await start(context, top)
  const before = ownFiles()
  const seen: Record<number, number> = {}
  await fc.assert(
    fc.asyncProperty(commandLines, async words => {
      const ended = await run(host, words)
      seen[ended.exitCode] = (seen[ended.exitCode] ?? 0) + 1
      check(ended)
      assert.deepEqual(readdirSync(top), ['here', 'template', 'tmp'])
    }),
    { numRuns: inputs('command lines'), includeErrorInReport: true, endOnFailure: true },
  )
  assert.ok(seen[0]! > 0 && seen[2]! > 0, JSON.stringify(seen))
  assert.deepEqual(readdirSync(join(top, 'tmp')), [])
  assert.deepEqual(ownFiles(), before)
})

function check({ exitCode, stderr }: Ended): void {
  assert.ok([0, 1, 2, 3, 4].includes(exitCode), `exit code ${exitCode}: ${stderr}`)
  assert.doesNotMatch(stderr, /internal error|\n\s+at /)
  const lines = stderr.split('\n')
  assert.equal(lines.pop(), '', 'the last line is ended')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  for (const line of lines) assert.doesNotMatch(line, /[\u0000-\u0008\u000a-\u001f\u007f-\u009f]/)
  // A command line without a command gets the help.
  if (exitCode !== 2 || stderr.startsWith('Usage: ')) return
  assert.match(stderr, /^seccomp-bench: [^\n]+\n$/)
  assert.ok(stderr.length < 2000, `${stderr.length} characters`)
}

/** What the commands find: runs, a journal of a dead one, inputs of each kind. */
function fillTemplate(folder: string): void {
  const store = (name: string, text: string): void => {
    mkdirSync(join(folder, name, '..'), { recursive: true })
    writeFileSync(join(folder, name), text, { mode: 0o600 })
  }
  store('run/run.json', JSON.stringify(sampleRun({ rounds: 3 })))
  store('other/run.json', JSON.stringify(sampleRun({ rounds: 2, mode: 'parallel', containers: 2 })))
  store('broken/run.json', '{"schema":')
  store('dead/journal.jsonl', `${JSON.stringify(head())}\n`)
  store('dead/work/0/left', '')
  store('scenario.yaml', 'mode: parallel\ncontainers: 1\nrounds: 1\nwriter: memory\nprofile: profile.json\n')
  copyFileSync(join(packageFolder, 'scenarios/profiles/default.json'), join(folder, 'profile.json'))
  copyFileSync(join(packageFolder, 'results/reference/baseline.json'), join(folder, 'baseline.json'))
}

interface Host {
  readonly child: ChildProcess
  /** Aborted when it ends, which no command may make it do. */
  readonly gone: AbortSignal
}

async function start(context: TestContext, top: string): Promise<Host> {
  const child = fork(join(import.meta.dirname, 'command-line.fixture.js'), [join(top, 'template')], {
    cwd: join(top, 'here'),
    env: { PATH: process.env.PATH, TMPDIR: join(top, 'tmp'), HOME: join(top, 'tmp') },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  context.after(() => child.kill('SIGKILL'))
  const gone = new AbortController()
  child.once('exit', code => gone.abort(new Error(`the process has ended with ${code}`)))
  await once(child, 'message')
  return { child, gone: gone.signal }
}

const patience_ms = 60_000

async function run({ child, gone }: Host, words: readonly string[]): Promise<Ended> {
  const signal = AbortSignal.any([gone, AbortSignal.timeout(patience_ms)])
  const answer = once(child, 'message', { signal })
  child.send(words as string[])
  const [ended] = await answer
  return ended as Ended
}

/** Names of this program's own files, which no command may add to. */
function ownFiles(): string[] {
  const folders = ['.', 'results', 'results/reference', 'scenarios', 'scenarios/profiles']
  return folders.flatMap(folder => readdirSync(join(packageFolder, folder)).map(name => join(folder, name)))
}
