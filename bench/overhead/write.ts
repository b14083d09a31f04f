import { closeSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import {
  capabilitySets,
  control,
  converters,
  monotonic_ns,
  parseDockerProfile,
  writers,
} from '../../src/index.ts'
import { writeFiles } from '../../src/write/files.ts'
import { packageFolder } from '../package.ts'
import { pairedRatio, type Ratio } from './paired.ts'

const pairs = 2000

/** The full text of the project's profile, written by the writer and by the three calls alone. */
export async function writeOverhead(folder: string, seed: string): Promise<Ratio> {
  mkdirSync(folder, { mode: 0o700 })
  const target = {
    machine: 'x86_64',
    capabilities: capabilitySets.docker,
    kernel: { version: 6, revision: 1 },
  }
  const session = await writers['lcr-file'].open({ folder, target, fsync: false, control })
  const profile = parseDockerProfile(
    readFileSync(join(packageFolder, 'scenarios/profiles/default.json'), 'utf8'),
  )
  const { filter } = converters['full-arch'].convert(profile, target)
  const [ours, bare] = ['a', 'b'].map(name => join(folder, name)) as [string, string]
  mkdirSync(ours)
  mkdirSync(bare)
  const files = session.serialise(session.adapt(filter).filter, { id: 'x', bundle: ours, log: '/dev/null' })
  const bytes = files.map(({ name, data }) => ({ path: join(bare, name), data: Buffer.from(data) }))
  const result = await pairedRatio(seed, pairs, {
    harness: () => {
      const start = monotonic_ns()
      writeFiles(ours, files, false)
      return monotonic_ns() - start
    },
    bare: () => {
      const start = monotonic_ns()
      for (const { path, data } of bytes) {
        const descriptor = openSync(path, 'w', 0o600)
        writeSync(descriptor, data)
        closeSync(descriptor)
      }
      return monotonic_ns() - start
    },
  })
  await session.close()
  return result
}
