import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import fc from 'fast-check'
import type { HistoryStore, RunEntry } from './contract.ts'
import { arm, entry, indexed } from './entries.fixture.ts'
import { withStore } from './open.ts'
import { type PostgresServer, startPostgres, whyNoPostgres } from './postgres.fixture.ts'

/** The contract, held against every database. Each test has origins of its own: a shared index is never empty. */
const folder = mkdtempSync(join(tmpdir(), 'history-'))
let server: PostgresServer | undefined
const noServer = whyNoPostgres()
const required = process.env.SECCOMP_BENCH_REQUIRE === '1'

before(async () => {
  if (noServer === null) server = await startPostgres()
})
after(async () => {
  await server?.stop()
  rmSync(folder, { recursive: true, force: true })
})

const databases = {
  libsql: { skip: false, index: () => join(folder, 'index.db') },
  postgres: {
    skip: required ? false : (noServer ?? false),
    index: () => server?.url ?? assert.fail(noServer ?? ''),
  },
}

for (const [name, { skip, index }] of Object.entries(databases)) {
  const using = <T>(use: (store: HistoryStore) => Promise<T>) =>
    withStore(index(), use, line => assert.fail(line))

  describe(`the index in ${name}`, { skip }, () => {
    test('an empty index knows no file and no run of an origin', async () => {
      assert.deepEqual(await using(store => store.files('nobody')), [])
    })

    test('what is put in comes out as it was over another connection', async () => {
      const run = entry({ place: 1, change_pct: -0.1 - 1e-15, facts: { scenario: 'kept' } })
      await using(store => store.replace('kept', [indexed(run, 'folder', '17-4')]))
      const [files, runs] = await using(async store => [
        await store.files('kept'),
        await store.runs({ scenario: 'kept' }),
      ])
      assert.deepEqual(files, [{ path: 'folder', stamp: '17-4', refused: null }])
      assert.deepEqual(runs, [run])
    })

    test('putting a file again leaves nothing of what it was', async () => {
      const facts = { scenario: 'again' }
      const later = { ...entry({ place: 2, facts }), ratios: entry().ratios.slice(0, 1) }
      await using(async store => {
        await store.replace('again', [indexed(entry({ place: 1, facts }), 'folder', '1-1')])
        await store.replace('again', [indexed(later, 'folder', '2-2')])
        assert.deepEqual(await store.runs({ scenario: 'again' }), [later])
      })
    })

    test('a refused file is known with its reason, and is no run', async () => {
      await using(async store => {
        await store.replace('refused', [{ path: 'x', stamp: '1-1', status: 'refused', reason: 'not JSON' }])
        assert.deepEqual(await store.files('refused'), [{ path: 'x', stamp: '1-1', refused: 'not JSON' }])
        assert.equal(
          (await store.runs({})).some(({ facts }) => facts.id === 'x'),
          false,
        )
      })
    })

    test('forgetting takes the named files of the named origin only', async () => {
      const facts = { scenario: 'forgotten' }
      await using(async store => {
        for (const origin of ['forget/a', 'forget/b']) {
          await store.replace(
            origin,
            [1, 2].map(place =>
              indexed(entry({ place, facts: { ...facts, id: `${origin[7]}${place}` } }), `f${place}`),
            ),
          )
        }
        await store.forget('forget/a', ['f1', 'f9'])
        await store.forget('forget/a', [])
        assert.deepEqual(
          (await store.files('forget/a')).map(({ path }) => path),
          ['f2'],
        )
        const ids = (await store.runs(facts)).map(run => run.facts.id)
        assert.deepEqual(ids, ['b1', 'a2', 'b2'])
      })
    })

    test('runs come oldest first, and one that several folders hold comes once', async () => {
      const facts = { scenario: 'ordered' }
      const [one, two, three] = [1, 2, 3].map(place => entry({ place, facts }))
      await using(async store => {
        await store.replace('order/b', [indexed(three!, 'z'), indexed(one!, 'y')])
        await store.replace('order/a', [indexed(two!, 'x'), indexed(three!, 'copy')])
        assert.deepEqual(await store.runs(facts), [one, two, three])
      })
    })

    test('filters keep the runs and ratios that they name', async () => {
      const three: RunEntry = {
        facts: {
          ...entry({ facts: { scenario: 'filtered', architecture: 'arm64' } }).facts,
          arms: [arm('A', 'a'), arm('B', 'b'), arm('C', 'c')],
        },
        ratios: [...entry().ratios, { ...entry().ratios[0]!, baseline: 1, candidate: 2 }],
      }
      await using(async store => {
        await store.replace('filter', [indexed(three)])
        const found = async (filter: object) =>
          (await store.runs({ scenario: 'filtered', ...filter })).flatMap(({ ratios }) =>
            ratios.map(({ baseline, candidate, metric }) => `${metric} ${candidate}/${baseline}`),
          )
        assert.deepEqual(await found({}), ['cpu 1/0', 'wall 1/0', 'cpu 2/1'])
        assert.deepEqual(await found({ toFirst: true }), ['cpu 1/0', 'wall 1/0'])
        assert.deepEqual(await found({ metrics: ['cpu'] }), ['cpu 1/0', 'cpu 2/1'])
        assert.deepEqual(await found({ metrics: [] }), [])
        assert.deepEqual(await found({ architecture: 'x86_64' }), [])
      })
    })

    test('hostile names are data: quotes, wildcards, NUL, escapes, half a surrogate pair', async () => {
      const names = [
        "'; DROP TABLE seccomp_bench_runs_1; --",
        '%',
        '_',
        '$1',
        '?',
        '"',
        '\\',
        '\u0000',
        '\u001b[2J',
        '\ud800',
        '😀',
        '',
      ]
      await using(async store => {
        for (const [place, name] of names.entries()) {
          const facts = { scenario: `hostile ${name}`, arms: [arm('A', name), arm('B', `${name}${name}`)] }
          await store.replace(`hostile ${name}`, [indexed(entry({ place, facts }), `f${place}`)])
        }
        for (const [place, name] of names.entries()) {
          const [found, ...others] = await store.runs({ scenario: `hostile ${name}` })
          assert.equal(found?.facts.id, `run-${String(place).padStart(4, '0')}`, JSON.stringify(name))
          assert.equal(found?.facts.arms[0]?.label, name)
          assert.equal(others.length, 0)
          assert.deepEqual(
            (await store.files(`hostile ${name}`)).map(({ path }) => path),
            [`f${place}`],
          )
        }
      })
    })

    test('any finite change survives the way through the database', async () => {
      const end = fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }))
      const numbers = fc.record({
        estimate_pct: fc.double({ noNaN: true, noDefaultInfinity: true }),
        low_pct: end,
        high_pct: end,
      })
      await using(store =>
        fc.assert(
          fc.asyncProperty(numbers, async change => {
            const ratio = { ...entry().ratios[0]!, change: { status: 'estimated', n: 9, ...change } as const }
            await store.replace('any', [
              indexed({ ...entry({ facts: { scenario: 'any' } }), ratios: [ratio] }),
            ])
            const [found] = (await store.runs({ scenario: 'any' }))[0]!.ratios
            // SQL has one zero.
            assert.deepEqual(JSON.stringify(found), JSON.stringify(ratio))
          }),
          { numRuns: 40 },
        ),
      )
    })

    test('what throws in the middle of a call leaves the index as it was', async () => {
      const broken = { ...entry({ place: 2 }), ratios: [entry().ratios[0]!, entry().ratios[0]!] }
      await using(async store => {
        await store.replace('whole', [indexed(entry({ place: 1 }), 'f')])
        await assert.rejects(store.replace('whole', [indexed(broken, 'f', '2-2')]))
        assert.deepEqual(await store.files('whole'), [{ path: 'f', stamp: '1-1', refused: null }])
      })
    })
  })
}
