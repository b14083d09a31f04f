import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import type { CalibrationRecord, Run } from '../src/index.ts'

/** What a calibration is valid for: this host and these choices, whatever is compared. */
export function calibrationKey(run: Pick<Run, 'host' | 'plan' | 'arms' | 'target'>): string {
  const { host, plan, arms, target } = run
  const cell = [
    host.cpu,
    host.cores,
    host.kernel,
    host.cgroups,
    host.workFileSystem,
    host.node,
    target.architecture,
    plan.mode,
    plan.mode === 'parallel' ? plan.containers : null,
    plan.concurrency,
    plan.launcher,
    plan.pinnedCpu !== null,
    plan.metric,
    [...new Set(arms.map(arm => `${arm.writer} ${arm.version} ${arm.fsync}`))].sort(),
  ]
  return createHash('sha256').update(JSON.stringify(cell)).digest('hex').slice(0, 16)
}

const recordSchema = z.object({
  key: z.string(),
  created: z.iso.datetime(),
  replicates: z.number().int().min(1),
  rejections: z.number().int().min(0),
  passed: z.boolean(),
})

/** The stored calibration of a run's cell; `null` where there is none, or none that can be read. */
export function calibrationFor(
  out: string,
  run: Parameters<typeof calibrationKey>[0],
): CalibrationRecord | null {
  try {
    return recordSchema.parse(JSON.parse(readFileSync(fileFor(out, calibrationKey(run)), 'utf8')))
  } catch {
    return null
  }
}

export function storeCalibration(out: string, record: CalibrationRecord): string {
  const path = fileFor(out, record.key)
  mkdirSync(join(out, folderName), { recursive: true, mode: 0o700 })
  writeFileSync(`${path}.partial`, `${JSON.stringify(record, null, 1)}\n`, { mode: 0o600 })
  renameSync(`${path}.partial`, path)
  return path
}

const folderName = 'calibrations'

function fileFor(out: string, key: string): string {
  return join(resolve(out), folderName, `${key}.json`)
}
