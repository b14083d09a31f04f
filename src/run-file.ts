import { closeSync, fsyncSync, openSync, readSync, renameSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { isCrowded } from './crowded.ts'
import { BenchError } from './errors.ts'
import { firstIssue } from './issue.ts'
import type { Run } from './model.ts'
import { readText } from './read-text.ts'
import { runSchema } from './run-schema.ts'

export const runFileName = 'run.json'

/** A run of 10,000 rounds has some 10 MB. */
const usual_bytes = 95 * 1024 * 1024

/** What a string can hold. Of such length only what begins as a run is read. */
const most_bytes = 511 * 1024 * 1024

/**
 * Writes `<folder>/run.json`, trial by trial so that a long run is never one string in memory, into a temporary
 * name first: whoever reads run.json reads all of it.
 */
export function writeRun(folder: string, run: Run): string {
  const path = join(folder, runFileName)
  const partial = `${path}.partial`
  const descriptor = openSync(partial, 'w', 0o600)
  try {
    const { trials, ...head } = run
    writeSync(descriptor, `${JSON.stringify(head, null, 1).slice(0, -2)},\n "trials": [`)
    trials.forEach((trial, index) => {
      writeSync(descriptor, `${index === 0 ? '' : ','}\n${JSON.stringify(trial)}`)
    })
    writeSync(descriptor, '\n]}\n')
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
  renameSync(partial, path)
  return path
}

/** Reads and checks a run: a folder, or its run.json. Throws BenchError `bad-input` in one line. */
export function readRun(folderOrFile: string): Run {
  const hint = 'give the folder of a run, as `seccomp-bench run` prints it'
  let path = folderOrFile
  let text: string
  try {
    if (statSync(path).isDirectory()) path = join(path, runFileName)
    const read = readText(path, usual_bytes) ?? (beginsAsRun(path) ? readText(path, most_bytes) : null)
    if (read === null) throw new Error(`longer than any run that can be read`)
    if (isCrowded(read)) throw new Error('more lists and objects than a run of that length has')
    text = read
  } catch (cause) {
    throw new BenchError('bad-input', `${path}: the run cannot be read (${(cause as Error).message})`, {
      hint,
      cause,
    })
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new BenchError('bad-input', `${path}: not JSON (${(cause as Error).message})`, { hint, cause })
  }
  const parsed = runSchema.safeParse(value)
  if (!parsed.success) {
    throw new BenchError('bad-input', `${path}: ${firstIssue(parsed.error)}`, { hint })
  }
  return parsed.data
}

/** Whether a file too long to be read on trust says at its beginning what it is, as `writeRun` has it. */
function beginsAsRun(path: string): boolean {
  const descriptor = openSync(path, 'r')
  try {
    const beginning = Buffer.alloc(4096)
    const length = readSync(descriptor, beginning)
    return /^\s*\{\s*"schema":\s*"seccomp-bench\/run\/1"/.test(beginning.toString('latin1', 0, length))
  } finally {
    closeSync(descriptor)
  }
}
