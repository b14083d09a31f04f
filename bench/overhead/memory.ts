import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import { readRun } from '../../src/index.ts'

export interface Memory {
  readonly peak_mib: number
  readonly growth_mib: number
}

/** Runs of their own, as a user starts them: what run.json says of the measuring process. */
export async function measureMemory(folder: string): Promise<Memory> {
  const sequential = await harnessOf(folder, ['--mode', 'sequential'])
  const parallel = await harnessOf(folder, ['--mode', 'parallel', '--rounds', '5'])
  const long = await harnessOf(folder, ['--writer', 'memory', '--containers', '10000', '--warmup', '500'])
  return {
    peak_mib: mib(Math.max(sequential.peakRss_bytes, parallel.peakRss_bytes)),
    growth_mib: mib(long.rssAtEnd_bytes - long.rssAfterWarmup_bytes),
  }
}

async function harnessOf(folder: string, options: readonly string[]) {
  const out = join(folder, 'memory')
  mkdirSync(out, { mode: 0o700 })
  const cli = fileURLToPath(new URL('../cli.js', import.meta.url))
  // As `npm run bench` starts it.
  const flags = ['--max-semi-space-size=2']
  await execa(process.execPath, [...flags, cli, 'run', ...options, '--no-charts', '--out', out], {
    stdin: 'ignore',
  })
  const run = readRun(join(out, readdirSync(out)[0]!))
  rmSync(out, { recursive: true })
  return run.harness
}

function mib(bytes: number): number {
  return Math.round((bytes / 1024 / 1024) * 10) / 10
}
