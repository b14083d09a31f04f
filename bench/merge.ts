import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { BenchError, mergeRuns, oneLine, readRun, writeRun } from '../src/index.ts'

export interface MergeOptions {
  readonly out: string
  /** Everything must be one cell of one kind of machine: anything else is an error. */
  readonly pool: boolean
}

/**
 * Joins runs of several machines in one folder, a folder for each run: input of one report. Runs of the same cell and
 * host class come out as one run with more rounds; what keeps the others apart is printed.
 */
export async function mergeCommand(folders: readonly string[], options: MergeOptions): Promise<void> {
  const { runs, notes } = mergeRuns(folders.map(readRun))
  if (options.pool && runs.length > 1) {
    throw new BenchError('bad-input', `found ${runs.length} different cells, expected one: ${notes.at(-1)}`, {
      hint: 'without --pool they are kept beside each other',
    })
  }
  for (const note of notes) process.stdout.write(`${oneLine(note)}\n`)
  const out = emptyFolder(options.out)
  for (const [index, run] of runs.entries()) {
    // The number keeps apart what two machines may have named alike.
    const folder = join(out, `${String(index + 1).padStart(2, '0')}-${run.id}`)
    mkdirSync(folder, { mode: 0o700 })
    process.stdout.write(`written: ${writeRun(folder, run)}\n`)
  }
}

/** A folder that holds other runs already would mix them with these. */
function emptyFolder(path: string): string {
  try {
    mkdirSync(path, { recursive: true })
    if (readdirSync(path).length === 0) return path
  } catch (cause) {
    throw new BenchError('environment', `${path}: the folder cannot be made (${(cause as Error).message})`, {
      hint: 'choose another place with --out',
      cause,
    })
  }
  throw new BenchError('bad-input', `${path}: found a folder with files, expected a new or an empty one`, {
    hint: 'choose another place with --out',
  })
}
