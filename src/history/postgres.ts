import type { Client } from 'pg'
import { BenchError } from '../errors.ts'
import type { Connection, SqlValue } from './connection.ts'

/**
 * The index in a team's PostgreSQL: `postgres://user@host/database`. What the URL leaves out comes from PGPASSWORD,
 * ~/.pgpass and the other variables of libpq. Throws BenchError; no message ever holds the URL, which may hold a password.
 */
export async function openPostgres(url: string): Promise<Connection> {
  const name = nameOf(url)
  const client = await connect(url, name)
  const all = async (sql: string, parameters: readonly SqlValue[]) => {
    try {
      return (await client.query(sql, [...parameters])).rows as readonly unknown[]
    } catch (cause) {
      throw refusal(name, cause)
    }
  }
  return {
    name,
    shared: true,
    all,
    exclusive: async work => {
      await all('BEGIN', [])
      try {
        await all('SELECT pg_advisory_xact_lock($1)', [lock])
        await work()
        await all('COMMIT', [])
      } catch (error) {
        await all('ROLLBACK', []).catch(() => undefined)
        throw error
      }
    },
    close: () => client.end(),
  }
}

/** One writer of the index at a time: making a table and replacing rows would else meet the other's. */
const lock = 0x53434258

function nameOf(url: string): string {
  try {
    const { protocol, host, pathname } = new URL(url)
    return `${protocol}//${host}${pathname}`
  } catch {
    throw new BenchError('bad-input', '--index: found a PostgreSQL URL that cannot be read', {
      hint: 'for example postgres://user@host:5432/database, the password in PGPASSWORD',
    })
  }
}

async function connect(url: string, name: string): Promise<Client> {
  try {
    const { Client } = await import('pg')
    const client = new Client({
      connectionString: url,
      application_name: 'seccomp-bench',
      connectionTimeoutMillis: 10_000,
      statement_timeout: 60_000,
    })
    // The next statement tells of a lost connection; without a listener the process would end here.
    client.on('error', () => undefined)
    await client.connect()
    return client
  } catch (cause) {
    throw refusal(name, cause)
  }
}

function refusal(name: string, cause: unknown): BenchError {
  const { message, code } = cause as { message: string; code?: string }
  // A refused connection to a name with two addresses has no words of its own.
  return new BenchError('environment', `${name}: ${message || code || 'no connection'}`, {
    hint: 'is the server there, and may this user make and fill tables? Without --index the index is a file of your own',
    cause,
  })
}
