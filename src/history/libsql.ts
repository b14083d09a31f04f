import { closeSync, openSync, readSync, rmSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { BenchError } from '../errors.ts'
import type { Connection, SqlValue } from './connection.ts'
import { IndexCorrupt } from './contract.ts'

/**
 * The index in a file. The driver comes prebuilt and is loaded here only: who shows no history needs none. Throws
 * BenchError, or IndexCorrupt where `removeIndexFile` and another try will help.
 */
export async function openLibsql(file: string): Promise<Connection> {
  const path = resolve(file)
  const { default: Database } = await driver()
  claim(path)
  const database = guarded(path, () => {
    const opened = new Database(path, { timeout: busyTimeout_ms })
    // Before WAL: then it stands in the file itself, where the next `claim` looks for it.
    opened.exec(`PRAGMA application_id = ${applicationId}`)
    for (const pragma of ['journal_mode = WAL', `busy_timeout = ${busyTimeout_ms}`, 'synchronous = NORMAL']) {
      opened.prepare(`PRAGMA ${pragma}`).all()
    }
    return opened
  })
  const all = async (sql: string, parameters: readonly SqlValue[]) =>
    guarded(path, () => database.prepare(sql.replaceAll('$', '?')).all([...parameters]))
  return {
    name: path,
    shared: false,
    all,
    exclusive: async work => {
      await all('BEGIN IMMEDIATE', [])
      try {
        await work()
        await all('COMMIT', [])
      } catch (error) {
        await all('ROLLBACK', []).catch(() => undefined)
        throw error
      }
    },
    close: async () => {
      // This driver's close lets go of the file only when its statements are collected (libsql-js issue 228), so
      // SQLite's own checkpoint at the last close never comes. Passive: it waits for nobody.
      database.exec('PRAGMA wal_checkpoint(PASSIVE)')
      database.close()
    },
  }
}

/** The database, its log and the log's index; the database goes last, a log without one is ignored. */
export function removeIndexFile(file: string): void {
  claimed.delete(resolve(file))
  for (const suffix of ['-wal', '-shm', '']) rmSync(resolve(file) + suffix, { force: true })
}

/**
 * Files that this process has looked into. A second look would close a descriptor of the file, and with it POSIX drops
 * every lock that a connection of this process still has on it (SQLite, "How to corrupt", 2.2).
 */
const claimed = new Set<string>()

const busyTimeout_ms = 10_000

/** `SCBX`: marks a database as this program's. */
const applicationId = 0x53434258

async function driver() {
  try {
    return await import('libsql')
  } catch (cause) {
    throw new BenchError(
      'environment',
      `the database driver cannot be loaded (${(cause as Error).message})`,
      {
        hint: 'npm install libsql, without --omit=optional, or give a PostgreSQL URL with --index',
        cause,
      },
    )
  }
}

/** Makes the file (only its owner reads it), or sees that it is ours: nothing else may ever be rebuilt away. */
function claim(path: string): void {
  if (claimed.has(path)) return
  look(path)
  claimed.add(path)
}

function look(path: string): void {
  try {
    closeSync(openSync(path, 'wx', 0o600))
    return
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw refusal(path, cause)
  }
  const header = Buffer.alloc(100)
  let length = 0
  try {
    if (!statSync(path).isFile()) throw new Error('no plain file')
    const descriptor = openSync(path, 'r')
    try {
      length = readSync(descriptor, header)
    } finally {
      closeSync(descriptor)
    }
  } catch (cause) {
    throw refusal(path, cause)
  }
  if (length === 0) return
  if (header.toString('latin1', 0, 16) === 'SQLite format 3\0' && header.readUInt32BE(68) === applicationId)
    return
  throw new BenchError('bad-input', `${path}: found a file that is no index of this program`, {
    hint: 'give another path with --index; if it was the index, delete it: nothing is lost',
  })
}

function refusal(path: string, cause: unknown): BenchError {
  return new BenchError('environment', `${path}: the index cannot be opened (${(cause as Error).message})`, {
    hint: 'give a path that can be written with --index',
    cause,
  })
}

/** The driver's errors in this program's words. */
function guarded<T>(path: string, work: () => T): T {
  try {
    return work()
  } catch (cause) {
    if (cause instanceof IndexCorrupt || cause instanceof BenchError) throw cause
    const { code = '', message } = cause as { code?: string; message: string }
    // A plain SQLITE_ERROR is a table that is not as this program made it: its statements are fixed.
    if (/^SQLITE_(CORRUPT|NOTADB|ERROR$)/.test(code)) {
      throw new IndexCorrupt(`${path}: ${message}`, { cause })
    }
    if (code.startsWith('SQLITE_BUSY')) {
      throw new BenchError(
        'environment',
        `${path}: another process has held the index for ${busyTimeout_ms / 1000} s`,
        {
          hint: 'wait for it, or give another path with --index',
          cause,
        },
      )
    }
    if (code.startsWith('SQLITE_CONSTRAINT')) throw cause
    throw refusal(path, cause)
  }
}
