import { mkdirSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { writeReport } from '../report/index.ts'
import { BenchError, readRun } from '../src/index.ts'

export interface ReportOptions {
  readonly out?: string
  readonly reference: boolean
  /** `--no-html`: pictures alone. */
  readonly html: boolean
}

/** Draws the charts of stored runs, of one machine or several, into one folder, with the pages about them. */
export async function reportCommand(folders: readonly string[], options: ReportOptions): Promise<void> {
  const runs = folders.map(readRun)
  const first = resolve(folders[0]!)
  const out = options.out ?? (statSync(first).isDirectory() ? first : dirname(first))
  for (const path of await written(out, () =>
    writeReport(runs, out, { reference: options.reference, pages: options.html }),
  )) {
    process.stdout.write(`written: ${path}\n`)
  }
}

/** What the file system refuses is no defect of this program. */
async function written<T>(out: string, write: () => Promise<T>): Promise<T> {
  try {
    mkdirSync(out, { recursive: true })
    return await write()
  } catch (cause) {
    if (!(cause instanceof Error && 'syscall' in cause)) throw cause
    throw new BenchError('environment', `${out}: the report cannot be written (${cause.message})`, {
      hint: 'choose another folder with --out',
      cause,
    })
  }
}
