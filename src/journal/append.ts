import { closeSync, fstatSync, openSync, readSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { BenchError } from '../errors.ts'
import type { JournalLine } from './lines.ts'

export const journalFileName = 'journal.jsonl'

export interface Journal {
  readonly path: string
  /**
   * One write(2): what it returned for is safe from the death of this process (not from that of the machine). Throws
   * BenchError `environment`; what follows a line that failed is not written, so that a torn line is the last one.
   */
  readonly append: (line: JournalLine) => void
  readonly close: () => void
}

/** Opens `<folder>/journal.jsonl` for appending; a line that was torn stays and is ended. */
export function openJournal(folder: string): Journal {
  const path = join(folder, journalFileName)
  let descriptor: number
  try {
    // Readable by nobody else: what it names is removed by whoever reaps.
    descriptor = openSync(path, 'a+', 0o600)
    if (isTorn(descriptor)) writeSync(descriptor, '\n')
  } catch (cause) {
    throw failure(path, cause)
  }
  let broken: BenchError | null = null
  return {
    path,
    append: line => {
      if (broken !== null) throw broken
      try {
        writeAll(descriptor, Buffer.from(`${JSON.stringify(line)}\n`))
      } catch (cause) {
        broken = failure(path, cause)
        throw broken
      }
    },
    close: () => closeSync(descriptor),
  }
}

/** A full disk may take a part; the next write then says why. */
function writeAll(descriptor: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length; at += writeSync(descriptor, bytes, at));
}

function isTorn(descriptor: number): boolean {
  const { size } = fstatSync(descriptor)
  if (size === 0) return false
  const last = Buffer.alloc(1)
  readSync(descriptor, last, 0, 1, size - 1)
  return last[0] !== 0x0a
}

function failure(path: string, cause: unknown): BenchError {
  return new BenchError('environment', `${path}: cannot be written (${(cause as Error).message})`, {
    hint: 'check the space and the permissions of the output folder, or choose another with --out',
    cause,
  })
}
