import { mkdirSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { writeReport } from '../report/index.ts'
import { readRun } from '../src/index.ts'

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
  mkdirSync(out, { recursive: true })
  for (const path of await writeReport(runs, out, { reference: options.reference, pages: options.html })) {
    process.stdout.write(`written: ${path}\n`)
  }
}
