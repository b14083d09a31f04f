/**
 * `npm run soak`: does anything pile up, does anything slow down, over 10,000 creations on crun and 20 batches of 200
 * on runc? Exit code 1 where it does. `--creations N --batches N` make it shorter. Last line: one JSON object.
 * Needs root.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { BenchError, cgroupLayout, enterPrivateMounts, writers } from '../src/index.ts'
import { endWith } from './errors.ts'
import { fittingTable } from './fitting-table.ts'
import { isSlower } from './soak/pace.ts'
import { type Load, type Soaked, soakArm } from './soak/soak-arm.ts'

async function soak(): Promise<void> {
  const { creations, batches, containers } = amounts()
  setFlagsFromString('--expose-gc')
  globalThis.gc ??= runInNewContext('gc') as typeof globalThis.gc
  if (cgroupLayout() === 'hybrid') enterPrivateMounts()
  const folder = mkdtempSync(join(tmpdir(), 'seccomp-bench-soak-'))
  const loads: readonly Load[] = [
    {
      title: `${creations} one after another on crun`,
      writer: writers.crun,
      plan: { mode: 'sequential', containers: 1, concurrency: 1 },
      rounds: creations,
      // Buffers, compiled code and the heap reach their size.
      warmup: Math.min(500, Math.ceil(creations / 2)),
      compared: 100,
    },
    {
      title: `${batches} batches of ${containers} on runc`,
      writer: writers.runc,
      plan: { mode: 'parallel', containers, concurrency: containers },
      rounds: batches,
      warmup: Math.min(3, batches),
      compared: Math.ceil(batches / 3),
    },
  ]
  const results: Soaked[] = []
  try {
    for (const load of loads) results.push(await soakArm(load, folder))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  print(results)
  if (results.some(isWorse)) process.exitCode = 1
}

function amounts(): { creations: number; batches: number; containers: number } {
  try {
    const { values } = parseArgs({
      options: {
        creations: { type: 'string', default: '10000' },
        batches: { type: 'string', default: '20' },
        containers: { type: 'string', default: '200' },
      },
    })
    return {
      creations: whole('--creations', values.creations),
      batches: whole('--batches', values.batches),
      containers: whole('--containers', values.containers),
    }
  } catch (cause) {
    if (cause instanceof BenchError) throw cause
    throw new BenchError('bad-input', (cause as Error).message, {
      hint: 'soak takes --creations N, --batches N and --containers N',
      cause,
    })
  }
}

function whole(option: string, text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text)
  throw new BenchError('bad-input', `${option}: found ${text.slice(0, 40)}, expected 1 to 999999`)
}

function print(results: readonly Soaked[]): void {
  for (const result of results) {
    if (result.status === 'skipped') {
      process.stdout.write(`${result.title}: skipped: ${result.reason} (${result.hint})\n`)
      continue
    }
    const { ratio, low, high, n } = result.pace
    const head = [result.title, 'after warm-up', 'at the end', 'may grow by', '']
    const growth = result.growth.map(({ what, before, after, allowed, grown }) => [
      what,
      round(before),
      round(after),
      String(allowed),
      grown ? 'GROWS' : 'fine',
    ])
    const failed = ['failed creations', '', String(result.failed), '0', result.failed > 0 ? 'FAILS' : 'fine']
    const table = fittingTable({ head, rows: [...growth, failed] })
    const span = `${bound(low)}, ${bound(high)}`
    process.stdout.write(
      `${table}\nlast ${n} against first ${n}: ratio ${ratio.toFixed(3)} [${span}]${isSlower(result.pace) ? ': SLOWER' : ''}\n`,
    )
  }
  process.stdout.write(`${JSON.stringify({ soak: results })}\n`)
}

function isWorse(result: Soaked): boolean {
  if (result.status === 'skipped') return process.env.SECCOMP_BENCH_REQUIRE === '1'
  return result.failed > 0 || result.growth.some(({ grown }) => grown) || isSlower(result.pace)
}

function round(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(1)
}

function bound(value: number | null): string {
  return value === null ? 'n/a' : value.toFixed(3)
}

await soak().catch(endWith)
