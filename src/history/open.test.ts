import assert from 'node:assert/strict'
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import { BenchError } from '../errors.ts'
import { runsAll } from '../profile/testing.ts'
import { writeRun } from '../run-file.ts'
import { sampleRun } from '../run-sample.ts'
import { entry, indexed } from './entries.fixture.ts'
import { withStore } from './open.ts'
import { startPostgres, whyNoPostgres } from './postgres.fixture.ts'

const top = mkdtempSync(join(tmpdir(), 'open-'))
after(() => rmSync(top, { recursive: true }))
let count = 0
const newPath = () => join(top, `index-${count++}.db`)

const fill = (index: string, onRebuild: (line: string) => void = line => assert.fail(line)) =>
  withStore(
    index,
    async store => {
      await store.replace(
        'here',
        Array.from({ length: 200 }, (_, place) => indexed(entry({ place }))),
      )
      return (await store.runs({})).length
    },
    onRebuild,
  )

/** Real runs, and processes that index them: as commands are, one after the other or at once. */
const runs = join(top, 'runs')
const names = Array.from({ length: 45 }, (_, place) => `run-${place}`).sort()
mkdirSync(runs)
for (const id of names) {
  mkdirSync(join(runs, id))
  writeRun(join(runs, id), { ...sampleRun({ rounds: 8 }), id })
}
const slow = runsAll ? false : 'starts many processes: SECCOMP_BENCH_TESTS=all'
const program = fileURLToPath(new URL('./sync.fixture.js', import.meta.url))
const start = (index: string, origin = 'here') =>
  execa(process.execPath, [program, index, runs, origin], { reject: false })
const indexedBy = async (process: ReturnType<typeof start>) => {
  const { stdout, stderr } = await process
  return { ids: stdout.split('\n').at(-1)?.split(' ').sort(), stderr }
}

describe('a damaged file', { skip: slow }, () => {
  const damages: readonly [string, (path: string) => void][] = [
    ['cut off in the middle', path => truncateSync(path, 20_000)],
    ['with pages of noise', path => overwrite(path, 4096, Buffer.alloc(16_384, 0xa5))],
    ['with a first page of noise behind its header', path => overwrite(path, 100, Buffer.alloc(3996, 0x5a))],
  ]
  const whole = newPath()
  before(async () => {
    await start(whole)
  })
  for (const [title, damage] of damages) {
    it(`${title} is made anew, with one line that says so`, async () => {
      const path = newPath()
      copyFileSync(whole, path)
      damage(path)
      const { ids, stderr } = await indexedBy(start(path))
      assert.match(stderr, /^the index was damaged and is made anew from the runs \([^\n]*\)$/)
      assert.deepEqual(ids, names)
      assert.deepEqual(await indexedBy(start(path)), { ids: names, stderr: '' })
    })
  }
})

describe('an index that this program cannot read', () => {
  it('whose tables are not as this program made them is made anew', async () => {
    const path = newPath()
    await fill(path)
    const { default: Database } = await import('libsql')
    const database = new Database(path)
    database.exec(
      'DROP TABLE seccomp_bench_runs_1; CREATE TABLE seccomp_bench_runs_1 (origin TEXT, other TEXT)',
    )
    database.close()
    const told: string[] = []
    assert.equal(await fill(path, line => told.push(line)), 200)
    assert.equal(told.length, 1)
  })

  it('whose facts cannot be read is made anew', async () => {
    const path = newPath()
    await fill(path)
    const { default: Database } = await import('libsql')
    const database = new Database(path)
    database.exec('UPDATE seccomp_bench_runs_1 SET setup = \'{"id":1}\'')
    database.close()
    const told: string[] = []
    assert.deepEqual(
      await withStore(
        path,
        store => store.runs({}),
        line => told.push(line),
      ),
      [],
    )
    assert.match(told.join(), /facts of run-0000 cannot be read/)
  })
})

describe('what is no index', () => {
  const foreign: readonly [string, (path: string) => Promise<void> | void][] = [
    ['a text', path => writeFileSync(path, 'my only copy of a poem\n'.repeat(400))],
    ['a short text', path => writeFileSync(path, 'x')],
    [
      'another program’s database',
      async path => {
        const { default: Database } = await import('libsql')
        const database = new Database(path)
        database.exec('CREATE TABLE poems (line TEXT)')
        database.close()
      },
    ],
  ]
  for (const [title, make] of foreign) {
    it(`${title}, is refused and stays as it is, to the byte`, async () => {
      const path = newPath()
      await make(path)
      const before = readFileSync(path)
      await assert.rejects(fill(path), { code: 'bad-input', hint: /--index/ })
      assert.deepEqual(readFileSync(path), before)
    })
  }

  it('a folder, a device, a path in a folder that is not there: one line with a way out', async () => {
    for (const path of [top, '/dev/null', join(top, 'absent', 'index.db'), 'nul\0.db']) {
      await assert.rejects(fill(path), (error: unknown) => {
        assert.ok(error instanceof BenchError)
        assert.equal(error.code, 'environment')
        assert.match(error.hint ?? '', /--index/)
        return true
      })
    }
  })

  it('a URL that is not PostgreSQL’s never reaches a driver that would go to the network', async () => {
    for (const url of [
      'http://127.0.0.1:1/',
      'libsql://127.0.0.1:1',
      'wss://x',
      'mysql://x/y',
      'file:///tmp/x',
    ]) {
      await assert.rejects(fill(url), { code: 'bad-input', message: /expected a file or postgres/ })
    }
  })
})

describe('an index in a file', () => {
  it('is read by its owner alone, whatever its name', async () => {
    for (const name of ['we ird?%20#é.db', ':memory:', "quote'.db", '-dash']) {
      const path = join(top, name)
      assert.equal(await fill(path), 200)
      assert.equal(statSync(path).mode & 0o777, 0o600)
    }
  })

  it('has a driver that nothing else loads', { skip: slow }, async () => {
    const door = new URL('../index.js', import.meta.url).href
    const look =
      "Object.keys(process.getBuiltinModule('module')._cache).filter(path => /node_modules.(libsql|pg)./.test(path)).length"
    const program = `const { withStore } = await import(${JSON.stringify(door)})
const before = ${look}
await withStore(${JSON.stringify(newPath())}, async () => 0, () => 0)
console.log(before, ${look} > 0)`
    const { stdout } = await execa(process.execPath, ['--input-type=module', '--eval', program])
    assert.equal(stdout, '0 true')
  })

  it('may stand behind a link', async () => {
    const [target, link] = [newPath(), newPath()]
    symlinkSync(target, link)
    await fill(target)
    assert.equal(await fill(link), 200)
  })
})

describe('several processes at once', { skip: slow }, () => {
  it('fill one file, each with all runs, and lose none', async () => {
    const index = newPath()
    const results = await Promise.all(['one', 'one', 'two'].map(origin => indexedBy(start(index, origin))))
    for (const result of results) assert.deepEqual(result, { ids: names, stderr: '' })
  })

  it('may be killed at any moment: what follows finds a whole index and reads the rest', async () => {
    const index = newPath()
    for (const moment of ['at 1', 'at 21', 'at 30']) {
      const child = start(index)
      child.stdout.on('data', piece => {
        if (String(piece).split('\n').includes(moment)) child.kill('SIGKILL')
      })
      await child
    }
    assert.deepEqual(await indexedBy(start(index)), { ids: names, stderr: '' })
  })
})

const ids = (index: string) =>
  withStore(
    index,
    async store => (await store.runs({})).map(({ facts }) => facts.id),
    line => assert.fail(line),
  )

const noServer = whyNoPostgres()
const skip = process.env.SECCOMP_BENCH_REQUIRE === '1' ? false : (noServer ?? slow)

describe('an index in PostgreSQL', { skip }, () => {
  it('is filled by several processes at once; nothing that is told holds a password', async () => {
    const server = await startPostgres()
    try {
      const results = await Promise.all(
        ['one', 'one', 'two'].map(origin => indexedBy(start(server.url, origin))),
      )
      for (const result of results) assert.deepEqual(result, { ids: names, stderr: '' })
      await assert.rejects(ids(server.tcpUrl('hunter2')), told(/authentication failed/))
    } finally {
      await server.stop()
    }
    await assert.rejects(ids(server.tcpUrl('hunter2')), told(/ECONNREFUSED/))
  })

  it('whose rows another program wrote is left alone, and the way out is told', async () => {
    const server = await startPostgres()
    try {
      await fill(server.url)
      const { Client } = await import('pg')
      const client = new Client({ connectionString: server.url })
      await client.connect()
      await client.query("UPDATE seccomp_bench_runs_1 SET setup = '[]'")
      await client.end()
      await assert.rejects(ids(server.url), { code: 'environment', hint: /drop the tables/ })
    } finally {
      await server.stop()
    }
  })
})

it('a PostgreSQL URL that cannot be read is not repeated: it may hold a password', async () => {
  await assert.rejects(ids('postgres://u:hunter2@[x/y'), told(/cannot be read/))
})

function told(expected: RegExp): (error: unknown) => boolean {
  return error => {
    assert.ok(error instanceof BenchError)
    assert.match(error.message, expected)
    assert.doesNotMatch(`${error.message} ${error.hint}`, /hunter2/)
    assert.doesNotMatch(error.message, /\n/)
    return true
  }
}

function overwrite(path: string, at: number, noise: Buffer): void {
  const bytes = readFileSync(path)
  noise.copy(bytes, at)
  writeFileSync(path, bytes)
}
