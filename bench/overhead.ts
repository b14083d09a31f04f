/**
 * `npm run bench:overhead`: what the harness itself costs. Each figure compares the harness with the barest way of
 * doing the same, in the same run, in random order. Last line: one JSON object. Needs root and crun for the first two.
 */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cgroupLayout, enterPrivateMounts, writers } from '../src/index.ts'
import { endWith } from './errors.ts'
import { openArm } from './figures/open-arm.ts'
import { fittingTable } from './fitting-table.ts'
import { measureMemory } from './overhead/memory.ts'
import type { Ratio } from './overhead/paired.ts'
import { parallelOverhead } from './overhead/parallel.ts'
import { sequentialOverhead } from './overhead/sequential.ts'
import { writeOverhead } from './overhead/write.ts'

async function overhead(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'seccomp-bench-overhead-'))
  const seed = randomBytes(8).toString('hex')
  try {
    if (cgroupLayout() === 'hybrid') enterPrivateMounts()
    const memory = await measureMemory(folder)
    const write = await writeOverhead(join(folder, 'write'), seed)
    const crun = await openArm({
      id: 'A',
      converter: 'host-arch',
      writer: writers.crun,
      folder: join(folder, 'crun'),
    })
    const [sequential, parallel] =
      crun.status === 'skipped'
        ? [null, null]
        : [await sequentialOverhead(crun.bench, seed), await parallelOverhead(crun.bench, seed)]
    if (crun.status === 'skipped') process.stdout.write(`crun skipped: ${crun.reason} (${crun.hint})\n`)
    else await crun.bench.session.close()

    const rows = [
      ['500 sequential crun create/delete, against a bare posix_spawn loop', ratio(sequential), '≤ 1.02'],
      ['200 parallel crun create, against xargs -P200', ratio(parallel), '≤ 1.02'],
      ['lcr-file writing, against open/write/close of the same bytes', ratio(write), '≤ 1.3'],
      ['peak memory of the measuring process, 500 and 200 parallel', `${memory.peak_mib} MiB`, '< 150 MiB'],
      ['growth over 20,000 memory creations', `${memory.growth_mib} MiB`, '≤ 20 MiB'],
    ]
    const table = fittingTable({ head: ['figure', 'measured', 'goal'], rows })
    process.stdout.write(`${table}\nseed ${seed}\n`)
    process.stdout.write(
      `${JSON.stringify({
        sequential_ratio: sequential?.ratio ?? null,
        parallel_ratio: parallel?.ratio ?? null,
        write_vs_floor: write.ratio,
        peak_rss_mib: memory.peak_mib,
        growth_mib: memory.growth_mib,
      })}\n`,
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function ratio(value: Ratio | null): string {
  if (value === null) return 'n/a'
  return `${value.ratio.toFixed(3)} [${value.low.toFixed(3)}, ${value.high.toFixed(3)}] (${value.n} pairs)`
}

await overhead().catch(endWith)
