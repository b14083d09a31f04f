import { existsSync, readdirSync } from 'node:fs'
import { chown, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'

export interface PostgresServer {
  /** Over its socket; nobody else reaches it. */
  readonly url: string
  /** Over TCP, for wrong passwords: this way in asks for one. */
  readonly tcpUrl: (password: string) => string
  readonly stop: () => Promise<void>
}

/** Why no server can be started here, and what to do; `null`: it can. */
export function whyNoPostgres(): string | null {
  return programs() === null ? 'no initdb and postgres: apt-get install postgresql' : null
}

/** A real server with its own data folder, socket and port, as another user where this one is root: it refuses root. */
export async function startPostgres(): Promise<PostgresServer> {
  const folder = programs()
  if (folder === null) throw new Error(whyNoPostgres() ?? '')
  const home = await mkdtemp(join(tmpdir(), 'pg-'))
  const owner = await ownerOf()
  if (owner !== null) await chown(home, owner.uid, owner.gid)
  const as = owner === null ? {} : owner
  const data = join(home, 'data')
  const port = await freePort()
  const settings = [
    '-c',
    `unix_socket_directories=${home}`,
    '-c',
    'listen_addresses=127.0.0.1',
    '-c',
    'fsync=off',
  ]
  const environment = { env: { LC_ALL: 'C' }, cwd: '/', stdin: 'ignore' } as const
  const auth = [
    '--auth-local=trust',
    '--auth-host=scram-sha-256',
    '--username=bench',
    '--encoding=UTF8',
    '--no-sync',
  ]
  await execa(join(folder, 'initdb'), ['-D', data, ...auth], { ...environment, ...as })
  const server = execa(join(folder, 'postgres'), ['-D', data, '-p', String(port), ...settings], {
    ...environment,
    ...as,
    stdout: 'ignore',
    stderr: 'pipe',
    reject: false,
  })
  await answering(server)
  return {
    url: `postgres://bench@localhost:${port}/postgres?host=${encodeURIComponent(home)}`,
    tcpUrl: password => `postgres://bench:${password}@127.0.0.1:${port}/postgres`,
    stop: async () => {
      // SIGQUIT ends it at once: nothing of it is kept.
      server.kill('SIGQUIT')
      await server
      await rm(home, { recursive: true, force: true })
    },
  }
}

/** The folder of the newest version: Debian puts these programs outside PATH. */
function programs(): string | null {
  const root = '/usr/lib/postgresql'
  const versions = existsSync(root) ? readdirSync(root) : []
  const folders = versions
    .sort((one, other) => Number(other) - Number(one))
    .map(version => join(root, version, 'bin'))
  return (
    folders.find(folder => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres'))) ?? null
  )
}

/** `null`: this user will do. */
async function ownerOf(): Promise<{ readonly uid: number; readonly gid: number } | null> {
  if (process.getuid?.() !== 0) return null
  const ids = await Promise.all(['-u', '-g'].map(flag => execa('id', [flag, 'postgres'])))
  const [uid, gid] = ids.map(({ stdout }) => Number(stdout))
  return { uid: uid!, gid: gid! }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise(resolve => server.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : 0
}

async function answering(server: { readonly stderr: NodeJS.ReadableStream }): Promise<void> {
  let told = ''
  for await (const piece of server.stderr) {
    told += piece
    if (told.includes('ready to accept connections')) {
      server.stderr.resume()
      return
    }
  }
  throw new Error(`the server ended: ${told.slice(-500)}`)
}
