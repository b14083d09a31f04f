import assert from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { journalFileName } from '../journal/append.ts'
import { head } from '../journal/journal.fixture.ts'
import { readJournal } from '../journal/read.ts'
import { reapRun } from './reap-run.ts'

const id = 'sb-0badcafe-0-0-0'

/** A dead run's folder, and one beside it that is none of its business. */
function scratch(context: TestContext) {
  const top = mkdtempSync(join(tmpdir(), 'seccomp-bench-reap-'))
  context.after(() => rmSync(top, { recursive: true, force: true }))
  const [folder, outside] = [join(top, 'run'), join(top, 'outside')]
  mkdirSync(folder)
  mkdirSync(join(outside, '0', 'state', id), { recursive: true })
  mkdirSync(join(outside, id))
  writeFileSync(join(outside, 'file'), 'precious')
  const untouched = (): boolean =>
    ['file', id, `0/state/${id}`].every(name => existsSync(join(outside, name)))
  return { folder, outside, untouched }
}

function journal(folder: string, ...lines: readonly object[]): void {
  const text = lines.map(line => `${JSON.stringify(line)}\n`).join('')
  writeFileSync(join(folder, journalFileName), text, { mode: 0o600 })
}

async function reap(folder: string): Promise<{ readonly clean: boolean; readonly started: string[] }> {
  const started: string[] = []
  const control = async (file: string, words: readonly string[]) => {
    started.push([file, ...words].join(' '))
    return { exitCode: 0, stdout: '', stderr: '' }
  }
  const content = readJournal(folder)!
  return { clean: await reapRun({ folder, content, control, dryRun: false, tell: () => {} }), started }
}

const containers = { kind: 'containers', index: 0, prefix: 'sb-0badcafe-0-0-', count: 1 }
const armFolder = { kind: 'folder', index: 0, cgroups: [] }
const runtime = { kind: 'runtime', index: 0, file: '/bin/false', remove: ['delete', '{id}'] }

for (const [what, place] of [
  ['the work folder', 'work'],
  ['the folder of an arm', 'work/0'],
  ['the state folder', 'work/0/state'],
] as const) {
  test(`${what} is a link to somewhere else: the link goes, what it points to stays`, async context => {
    const { folder, outside, untouched } = scratch(context)
    mkdirSync(join(folder, place, '..'), { recursive: true })
    symlinkSync(join(outside, place.slice('work'.length)), join(folder, place))
    journal(folder, head(), armFolder, runtime, containers)
    const { clean, started } = await reap(folder)
    assert.deepEqual([clean, existsSync(join(folder, 'work')), untouched()], [true, false, true])
    assert.deepEqual(started, [], 'no runtime is asked to delete what is elsewhere')
  })
}

test('a process whose control group is said to lie outside of the hierarchies has nothing removed there', async context => {
  const { folder, outside, untouched } = scratch(context)
  const { owner, ...rest } = head()
  journal(
    folder,
    { ...rest, owner: { ...owner, cgroups: [`/../../../..${outside}`, outside, `${outside}/..`] } },
    armFolder,
    containers,
  )
  assert.equal((await reap(folder)).clean, true)
  assert.ok(untouched())
})

test('a journal that names what no run makes is refused before anything is touched', context => {
  const { folder } = scratch(context)
  const lines: readonly object[] = [
    { ...armFolder, cgroups: ['/sys/fs/cgroup/../../etc'] },
    { ...armFolder, cgroups: ['/sys/fs/cgroup/a/..'] },
    { ...armFolder, cgroups: ['/sys/fs/cgroup/a\n/../../../etc'] },
    { ...armFolder, cgroups: ['/sys/fs/cgroup/a\0'] },
    { ...armFolder, cgroups: ['/etc'] },
    { ...armFolder, index: '../..' },
    { ...runtime, file: 'relative' },
    { ...runtime, file: '/bin/a\0b' },
    { ...containers, prefix: 'sb-../..' },
    { ...containers, prefix: 'sb-a\n' },
    { ...containers, prefix: 'lxc.pivot' },
    { ...containers, count: 1e9 },
  ]
  for (const line of lines) {
    // A whole line after it: at the end it could be one that a death has torn.
    journal(folder, head(), line, armFolder)
    assert.throws(() => readJournal(folder), { code: 'bad-input' }, JSON.stringify(line))
  }
})
