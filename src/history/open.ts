import { BenchError } from '../errors.ts'
import { type HistoryStore, IndexCorrupt } from './contract.ts'
import { openLibsql, removeIndexFile } from './libsql.ts'
import { openPostgres } from './postgres.ts'
import { sqlStore } from './sql-store.ts'

/**
 * Lends the index at a path or a PostgreSQL URL. A damaged file is deleted, `onRebuild` told in one line, and `use`
 * called again: it must be able to fill an empty index. A shared one is never deleted.
 */
export async function withStore<T>(
  index: string,
  use: (store: HistoryStore) => Promise<T>,
  onRebuild: (line: string) => void,
): Promise<T> {
  try {
    return await lend(index, use)
  } catch (error) {
    if (!(error instanceof IndexCorrupt)) throw error
    if (isUrl(index)) throw damaged(error)
    onRebuild(`the index was damaged and is made anew from the runs (${error.message})`)
  }
  try {
    removeIndexFile(index)
    return await lend(index, use)
  } catch (error) {
    throw error instanceof IndexCorrupt ? stillDamaged(error) : error
  }
}

async function lend<T>(index: string, use: (store: HistoryStore) => Promise<T>): Promise<T> {
  const connection = await openConnection(index)
  try {
    return await use(await sqlStore(connection))
  } finally {
    await connection.close()
  }
}

async function openConnection(index: string) {
  if (/^postgres(ql)?:/i.test(index)) return openPostgres(index)
  if (isUrl(index)) {
    throw new BenchError('bad-input', '--index: found a URL, expected a file or postgres://…', {
      hint: 'leave --index out for a file beside the runs',
    })
  }
  return openLibsql(index)
}

function isUrl(index: string): boolean {
  return /^(postgres(ql)?:|[a-z][a-z0-9+.-]*:\/\/)/i.test(index)
}

function damaged(cause: IndexCorrupt): BenchError {
  return new BenchError(
    'environment',
    `the shared index holds what this program did not write: ${cause.message}`,
    {
      hint: 'drop the tables seccomp_bench_runs_1 and seccomp_bench_ratios_1: the next history fills them again',
      cause,
    },
  )
}

function stillDamaged(cause: IndexCorrupt): BenchError {
  return new BenchError('environment', `the index is damaged again as soon as it is made: ${cause.message}`, {
    hint: 'look at the disk, or give a path on another with --index',
    cause,
  })
}
