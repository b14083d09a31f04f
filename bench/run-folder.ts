import { mkdirSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { BenchError } from '../src/index.ts'

export interface RunFolder {
  readonly id: string
  /** Absolute, 0700. */
  readonly folder: string
  /** For bundles; inside `folder`, made once the journal has begun, removed at the end. */
  readonly workFolder: string
}

/** Makes `<out>/<date>-<time>-<what>-<random>`: nobody else can read it, and two runs at once never share one. */
export function createRunFolder(out: string, what: string, now: Date, random: string): RunFolder {
  refuseOddPath(out)
  const stamp = now.toISOString().slice(0, 19).replaceAll('-', '').replaceAll(':', '').replace('T', '-')
  const id = `${stamp}-${what.replace(/[^A-Za-z0-9_-]/g, '_')}-${random}`
  const folder = join(resolve(out), id)
  make(resolve(out), true)
  make(folder)
  return { id, folder, workFolder: join(folder, 'work') }
}

/** Only now: before it is made, the journal must name the process that it belongs to. */
export function makeWorkFolder({ workFolder }: RunFolder): void {
  make(workFolder)
}

/** Removes the folder of a run that measured nothing. */
export function discard({ folder }: RunFolder): void {
  rmSync(folder, { recursive: true, force: true })
}

/** LXC reads paths in lines of a file: a path with a line break could say more than where the run lies. */
function refuseOddPath(out: string): void {
  if (!/\p{Cc}/u.test(resolve(out))) return
  throw new BenchError('bad-input', '--out: found control characters, expected a path without any', {
    hint: 'choose another place with --out',
  })
}

function make(folder: string, withParents = false): void {
  try {
    if (withParents) mkdirSync(folder, { recursive: true })
    else mkdirSync(folder, { mode: 0o700 })
  } catch (cause) {
    throw new BenchError(
      'environment',
      `${folder}: the folder cannot be made (${(cause as Error).message})`,
      {
        hint: 'choose another place with --out',
        cause,
      },
    )
  }
}
