import { closeSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { Exporter } from '../contracts.ts'
import type { Run } from '../model.ts'
import { benchmarkAction } from './benchmark-action.ts'
import { bmf } from './bmf.ts'
import { csv } from './csv.ts'
import { hyperfine } from './hyperfine.ts'
import { json } from './json.ts'
import { openmetrics } from './openmetrics.ts'

/** Every export format: one file and one line here. */
export const exporters = {
  csv,
  json,
  'benchmark-action': benchmarkAction,
  bmf,
  hyperfine,
  openmetrics,
} as const satisfies Record<string, Exporter>

export type ExporterName = keyof typeof exporters

/** Writes one export of a run into a folder, piece by piece; returns the file's path. */
export function writeExport(exporter: Exporter, run: Run, folder: string): string {
  const path = join(folder, exporter.fileName)
  const descriptor = openSync(path, 'w', 0o600)
  try {
    for (const piece of exporter.serialise(run)) writeSync(descriptor, piece)
  } finally {
    closeSync(descriptor)
  }
  return path
}
