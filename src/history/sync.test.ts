import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import fc from 'fast-check'
import { writeRun } from '../run-file.ts'
import { sampleRun } from '../run-sample.ts'
import { entry, indexed } from './entries.fixture.ts'
import { withStore } from './open.ts'
import { scanRuns } from './scan.ts'
import { difference, type SyncOptions, sync } from './sync.ts'

const top = mkdtempSync(join(tmpdir(), 'sync-'))
after(() => rmSync(top, { recursive: true }))
let count = 0

/** A folder of runs, each with an id of its own. */
function folderOf(...names: readonly string[]): string {
  const folder = join(top, `runs-${count++}`)
  mkdirSync(folder)
  for (const name of names) addRun(folder, name)
  return folder
}

function addRun(folder: string, name: string, id = name): void {
  mkdirSync(join(folder, name), { recursive: true })
  writeRun(join(folder, name), { ...sampleRun({ rounds: 12 }), id })
}

/** Syncs into the index beside the folder; gives the report and the ids in the index. */
function synced(folder: string, options: Partial<SyncOptions> = {}) {
  return withStore(
    `${folder}.db`,
    async store => {
      const report = await sync(store, folder, { origin: 'here', ...options })
      return { ...report, ids: (await store.runs({})).map(({ facts }) => facts.id) }
    },
    line => assert.fail(line),
  )
}

describe('bringing the index up to the files', () => {
  it('reads what is new, then nothing, then what changed or was added; what is gone is forgotten', async () => {
    const folder = folderOf('a', 'b')
    assert.deepEqual(await synced(folder), {
      read: 2,
      unchanged: 0,
      forgotten: 0,
      skipped: [],
      ids: ['a', 'b'],
    })
    assert.deepEqual(await synced(folder), {
      read: 0,
      unchanged: 2,
      forgotten: 0,
      skipped: [],
      ids: ['a', 'b'],
    })
    addRun(folder, 'a', 'another')
    utimesSync(join(folder, 'a', 'run.json'), 5, 5)
    addRun(folder, 'c')
    rmSync(join(folder, 'b'), { recursive: true })
    assert.deepEqual(await synced(folder), {
      read: 2,
      unchanged: 0,
      forgotten: 1,
      skipped: [],
      ids: ['another', 'c'],
    })
  })

  it('skips a broken run with a line, every time, and takes it once it is whole', async () => {
    const folder = folderOf('good', 'bad')
    writeFileSync(join(folder, 'bad', 'run.json'), '{"schema":"seccomp-bench/run/1"')
    const first = await synced(folder)
    assert.deepEqual([first.ids, first.read], [['good'], 2])
    assert.match(first.skipped.join('\n'), /^bad: run\.json: not JSON [^\n]*$/)
    const second = await synced(folder)
    assert.deepEqual([second.skipped, second.read], [first.skipped, 0])
    addRun(folder, 'bad')
    assert.deepEqual((await synced(folder)).ids, ['bad', 'good'])
  })

  it('counts a copied run once, and goes on with the copy when the first is deleted', async () => {
    const folder = folderOf('a')
    addRun(folder, 'copy', 'a')
    assert.deepEqual((await synced(folder)).ids, ['a'])
    rmSync(join(folder, 'a'), { recursive: true })
    assert.deepEqual((await synced(folder)).ids, ['a'])
  })

  it('gives the same after the index was deleted', async () => {
    const folder = folderOf('a', 'b', 'c')
    const told = () =>
      withStore(
        `${folder}.db`,
        async store => {
          await sync(store, folder, { origin: 'here' })
          return store.runs({})
        },
        line => assert.fail(line),
      )
    const before = await told()
    rmSync(`${folder}.db`)
    rmSync(`${folder}.db-wal`, { force: true })
    rmSync(`${folder}.db-shm`, { force: true })
    assert.deepEqual(await told(), before)
  })

  it('keeps what another machine put into the index, and with prune=false what is gone here', async () => {
    const folder = folderOf('mine')
    await withStore(
      `${folder}.db`,
      store => store.replace('there', [indexed(entry(), 'mine')]),
      () => undefined,
    )
    assert.deepEqual((await synced(folder)).ids, ['run-0000', 'mine'])
    renameSync(join(folder, 'mine'), join(folder, 'moved'))
    rmSync(join(folder, 'moved'), { recursive: true })
    assert.deepEqual((await synced(folder, { prune: false })).ids, ['run-0000', 'mine'])
    assert.deepEqual((await synced(folder)).ids, ['run-0000'])
  })
})

describe('looking for runs', () => {
  it('finds folders with a run.json, and follows no link', () => {
    const folder = folderOf('b', 'a')
    mkdirSync(join(folder, 'under-way', 'work'), { recursive: true })
    writeFileSync(join(folder, 'history.db'), '')
    symlinkSync(join(folder, 'a'), join(folder, 'latest'))
    const { files, skipped } = scanRuns(folder)
    assert.deepEqual(
      files.map(({ path }) => path),
      ['a', 'b'],
    )
    assert.match(files[0]!.stamp, /^\d{16,}-\d+$/)
    assert.deepEqual(skipped, [])
  })

  it('tells of a run.json that is a socket or a link, and never opens it', async () => {
    const folder = folderOf()
    for (const name of ['socket', 'link']) mkdirSync(join(folder, name))
    const server = createServer()
    await new Promise<void>(resolve => server.listen(join(folder, 'socket', 'run.json'), resolve))
    symlinkSync('/dev/zero', join(folder, 'link', 'run.json'))
    assert.deepEqual(scanRuns(folder).files, [])
    assert.deepEqual(scanRuns(folder).skipped.toSorted(), [
      'link: run.json is no plain file',
      'socket: run.json is no plain file',
    ])
    server.close()
  })

  it('tells of a name that would steer a terminal, in one harmless line', () => {
    const folder = folderOf('good', 'bad\u001b[2J\nname')
    assert.deepEqual(
      scanRuns(folder).files.map(({ path }) => path),
      ['good'],
    )
    assert.deepEqual(scanRuns(folder).skipped, ['bad\\u001b[2J\\nname: a name with control characters'])
  })

  it('says what to do about a folder that is not there', () => {
    assert.throws(() => scanRuns(join(top, 'absent')), { code: 'bad-input', hint: /--runs/ })
  })
})

describe('the difference between index and folder', () => {
  it('puts every file into one place: to read, kept, or gone', () => {
    const stamps = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.constantFrom('1', '2'))
    fc.assert(
      fc.property(stamps, stamps, (before, now) => {
        const known = Object.entries(before).map(([path, stamp]) => ({ path, stamp, refused: null }))
        const found = Object.entries(now).map(([path, stamp]) => ({ path, stamp }))
        const { read, gone, kept } = difference(known, found)
        assert.deepEqual([...read, ...kept].map(({ path }) => path).sort(), Object.keys(now).sort())
        assert.deepEqual(new Set(gone), new Set(Object.keys(before).filter(path => !(path in now))))
        assert.ok(kept.every(({ path, stamp }) => before[path] === stamp))
        assert.ok(read.every(({ path, stamp }) => before[path] !== stamp))
      }),
    )
  })
})
