import { mkdirSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { writePictures } from '../report/index.ts'
import { readRun } from '../src/index.ts'

export interface ReportOptions {
  readonly out?: string
  readonly reference: boolean
}

/** Draws the charts of stored runs, of one machine or several, into one folder. */
export async function reportCommand(folders: readonly string[], options: ReportOptions): Promise<void> {
  const runs = folders.map(readRun)
  const first = resolve(folders[0]!)
  const out = options.out ?? (statSync(first).isDirectory() ? first : dirname(first))
  mkdirSync(out, { recursive: true })
  for (const path of await writePictures(runs, out, { reference: options.reference })) {
    process.stdout.write(`written: ${path}\n`)
  }
}
