import { closeSync, openSync, writeSync } from 'node:fs'
import { BenchError, type ExporterName, exporters, readRun } from '../src/index.ts'

export interface ExportOptions {
  readonly format: ExporterName
  /** A path, or `-` for standard output. */
  readonly out: string
}

/** Writes a stored run in another program's format, to standard output or a new or existing file. */
export async function exportCommand(folder: string, options: ExportOptions): Promise<void> {
  const pieces = exporters[options.format].serialise(readRun(folder))
  if (options.out === '-') return print(pieces)
  try {
    const descriptor = openSync(options.out, 'w', 0o644)
    try {
      for (const piece of pieces) writeSync(descriptor, piece)
    } finally {
      closeSync(descriptor)
    }
  } catch (cause) {
    throw new BenchError(
      'environment',
      `${options.out}: the export cannot be written (${(cause as Error).message})`,
      {
        hint: 'choose another file with --out, or --out - for standard output',
        cause,
      },
    )
  }
  process.stdout.write(`written: ${options.out}\n`)
}

/** Waits for a slow reader; one that stops early (`| head`) is no failure of ours. */
async function print(pieces: Iterable<string>): Promise<void> {
  let closed = false
  process.stdout.once('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    closed = true
  })
  for (const piece of pieces) {
    if (closed) return
    await new Promise<void>(resolve => process.stdout.write(piece, () => resolve()))
  }
}
