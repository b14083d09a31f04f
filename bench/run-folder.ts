import { mkdirSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { BenchError } from '../src/index.ts'

export interface RunFolder {
  readonly id: string
  /** Absolute, 0700. */
  readonly folder: string
  /** For bundles; inside `folder`, removed at the end. */
  readonly workFolder: string
  /** Removes the folder of a run that measured nothing. */
  readonly discard: () => void
}

/** Makes `<out>/<date>-<time>-<what>-<random>`: nobody else can read it, and two runs at once never share one. */
export function createRunFolder(out: string, what: string, now: Date, random: string): RunFolder {
  const stamp = now.toISOString().slice(0, 19).replaceAll('-', '').replaceAll(':', '').replace('T', '-')
  const id = `${stamp}-${what.replace(/[^A-Za-z0-9_-]/g, '_')}-${random}`
  const folder = join(resolve(out), id)
  const workFolder = join(folder, 'work')
  try {
    mkdirSync(resolve(out), { recursive: true })
    mkdirSync(folder, { mode: 0o700 })
    mkdirSync(workFolder, { mode: 0o700 })
  } catch (cause) {
    throw new BenchError(
      'environment',
      `${folder}: the run’s folder cannot be made (${(cause as Error).message})`,
      {
        hint: 'choose another place with --out',
        cause,
      },
    )
  }
  return { id, folder, workFolder, discard: () => rmSync(folder, { recursive: true, force: true }) }
}
