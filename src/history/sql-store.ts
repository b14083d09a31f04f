import { oneLine } from '../errors.ts'
import type { Connection, SqlValue } from './connection.ts'
import type { FileEntry, HistoryStore, Ratio, RunEntry, RunFilter } from './contract.ts'
import {
  type RatioRow,
  type RunRow,
  ratioColumns,
  ratioOf,
  ratioRows,
  runColumns,
  runReader,
  runRow,
} from './rows.ts'

/**
 * The store over any SQL database; makes its tables where they are missing. Their names carry the version of what they
 * hold: two versions of this program share a database without a quarrel. A change of what is stored needs a new one.
 */
export async function sqlStore(connection: Connection): Promise<HistoryStore> {
  const { all, exclusive } = connection
  await exclusive(async () => {
    for (const statement of tables) await all(statement, [])
  })
  return {
    name: connection.name,
    shared: connection.shared,
    files: async origin =>
      (await all(`SELECT path, stamp, refused FROM ${runs} WHERE origin = $1 ORDER BY path`, [
        clean(origin),
      ])) as { path: string; stamp: string; refused: string | null }[],
    replace: (origin, entries) =>
      exclusive(async () => {
        await remove(
          connection,
          clean(origin),
          entries.map(({ path }) => path),
        )
        await insert(connection, clean(origin), entries)
      }),
    forget: async (origin, paths) => {
      if (paths.length > 0) await exclusive(() => remove(connection, clean(origin), paths))
    },
    runs: filter => select(connection, filter),
    close: connection.close,
  }
}

const runs = 'seccomp_bench_runs_1'
const ratios = 'seccomp_bench_ratios_1'

const tables = [
  `CREATE TABLE IF NOT EXISTS ${runs} (
    origin TEXT NOT NULL, path TEXT NOT NULL, stamp TEXT NOT NULL, refused TEXT,
    id TEXT, created TEXT, commit_hash TEXT, interrupted INTEGER, invalid TEXT, scenario TEXT, architecture TEXT,
    setup TEXT,
    PRIMARY KEY (origin, path))`,
  `CREATE TABLE IF NOT EXISTS ${ratios} (
    origin TEXT NOT NULL, path TEXT NOT NULL, metric TEXT NOT NULL, baseline INTEGER NOT NULL,
    candidate INTEGER NOT NULL, n INTEGER NOT NULL, estimate_pct DOUBLE PRECISION, low_pct DOUBLE PRECISION,
    high_pct DOUBLE PRECISION, reason TEXT,
    PRIMARY KEY (origin, path, baseline, candidate, metric))`,
]

async function remove(connection: Connection, origin: string, paths: readonly string[]): Promise<void> {
  for (const part of chunks(paths.map(clean), 500)) {
    const list = part.map((_, index) => `$${index + 2}`).join(', ')
    for (const table of [ratios, runs]) {
      await connection.all(`DELETE FROM ${table} WHERE origin = $1 AND path IN (${list})`, [origin, ...part])
    }
  }
}

async function insert(connection: Connection, origin: string, entries: readonly FileEntry[]): Promise<void> {
  await insertRows(
    connection,
    runs,
    runColumns,
    entries.map(entry => runRow(origin, entry)),
  )
  await insertRows(
    connection,
    ratios,
    ratioColumns,
    entries.flatMap(entry => ratioRows(origin, entry)),
  )
}

/** Many rows a statement: a shared database is a network away. */
async function insertRows(
  connection: Connection,
  table: string,
  columns: readonly string[],
  rows: readonly (readonly SqlValue[])[],
): Promise<void> {
  for (const part of chunks(rows, 100)) {
    const places = part.map(
      (_, row) => `(${columns.map((_, column) => `$${row * columns.length + column + 1}`).join(', ')})`,
    )
    const sql = `INSERT INTO ${table} (${columns.join(', ')}) VALUES ${places.join(', ')}`
    await connection.all(
      sql,
      part.flat().map(value => (typeof value === 'string' ? clean(value) : value)),
    )
  }
}

async function select({ all }: Connection, filter: RunFilter): Promise<RunEntry[]> {
  const { scenario = null, architecture = null, metrics, toFirst = false } = filter
  const chosen = `refused IS NULL AND (CAST($1 AS TEXT) IS NULL OR scenario = $1)
    AND (CAST($2 AS TEXT) IS NULL OR architecture = $2)`
  const parameters = [scenario, architecture].map(value => (value === null ? null : clean(value)))
  const found = (await all(
    `SELECT origin, path, id, created, commit_hash, interrupted, invalid, setup FROM ${runs} WHERE ${chosen}`,
    parameters,
  )) as RunRow[]
  const measured =
    metrics === undefined ? '' : ` AND metric IN (${metrics.map((_, i) => `$${i + 3}`).join(', ') || 'NULL'})`
  const rows = (await all(
    `SELECT ratio.origin, ratio.path, metric, baseline, candidate, n, estimate_pct, low_pct, high_pct, reason
      FROM ${ratios} AS ratio JOIN ${runs} AS run ON run.origin = ratio.origin AND run.path = ratio.path
      WHERE ${chosen}${measured}${toFirst ? ' AND baseline = 0' : ''}`,
    [...parameters, ...(metrics ?? []).map(clean)],
  )) as RatioRow[]
  return joined(found, rows)
}

/** A run that several folders hold (a copy, a shared disk) counts once: the first by origin and path. */
function joined(found: readonly RunRow[], rows: readonly RatioRow[]): RunEntry[] {
  const ratiosByFile = new Map<string, Ratio[]>(found.map(row => [fileKey(row), []]))
  for (const row of rows) ratiosByFile.get(fileKey(row))?.push(ratioOf(row))
  const rowByFile = new Map(found.map(row => [fileKey(row), row]))
  const read = runReader()
  const byId = new Map<string, RunEntry>()
  for (const key of [...rowByFile.keys()].sort()) {
    const facts = read(rowByFile.get(key)!)
    if (!byId.has(facts.id)) byId.set(facts.id, { facts, ratios: ratiosByFile.get(key)!.sort(inOrder) })
  }
  return [...byId.values()].sort(
    ({ facts: one }, { facts: other }) => order(one.created, other.created) || order(one.id, other.id),
  )
}

function inOrder(one: Ratio, other: Ratio): number {
  return one.baseline - other.baseline || one.candidate - other.candidate || order(one.metric, other.metric)
}

function fileKey({ origin, path }: { readonly origin: string; readonly path: string }): string {
  return `${origin}\n${path}`
}

/** By code units, as every database and locale would not. */
function order(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}

/** What every database takes: PostgreSQL refuses NUL, and half a surrogate pair is no UTF-8. */
function clean(text: string): string {
  return oneLine(Buffer.from(text, 'utf8').toString('utf8'))
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  )
}
