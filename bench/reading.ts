/**
 * `npm run bench:report`: what it takes to look at stored runs. One report of 500 creations one after another and 20
 * batches of 200, and the history of 1,000 runs, each by the command that a user calls. Last line: one JSON object.
 */
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeRun } from '../src/index.ts'
import { sampleRun } from '../src/run-sample.ts'
import { endWith } from './errors.ts'
import { fittingTable } from './fitting-table.ts'
import { cliPeak } from './peak.ts'

const storedRuns = 1000

async function reading(): Promise<void> {
  const top = mkdtempSync(join(tmpdir(), 'seccomp-bench-reading-'))
  try {
    const pair = [
      store(join(top, 'sequential'), sampleRun({ rounds: 500 })),
      store(join(top, 'parallel'), sampleRun({ rounds: 20, mode: 'parallel', containers: 200 })),
    ]
    const out = join(top, 'report')
    const report = await timed(top, ['report', ...pair, '--reference', '--out', out])
    const page_mib = statSync(join(out, 'report.html')).size / 2 ** 20

    const runs = join(top, 'runs')
    for (let place = 0; place < storedRuns; place++) {
      const id = `run-${String(place).padStart(4, '0')}`
      const created = new Date(Date.UTC(2026, 0, 1, place)).toISOString()
      store(join(runs, id), { ...sampleRun({ rounds: 24, ratio: 0.9 + (place % 7) / 100 }), id, created })
    }
    const first = await timed(top, ['history', '--runs', runs])
    const history = await timed(top, ['history', '--runs', runs])

    const rows = [
      ['report of 500 + 20 × 200, pictures and pages', `${report.seconds.toFixed(1)} s`, '< 5 s'],
      ['its highest resident set', `${report.peak_mib.toFixed(0)} MiB`, '< 300 MiB'],
      ['its report.html', `${page_mib.toFixed(2)} MiB`, '< 1.5 MiB'],
      [`history of ${storedRuns} stored runs`, `${history.seconds.toFixed(2)} s`, '< 1 s'],
      ['the first time, when they are read into the index', `${first.seconds.toFixed(1)} s`, ''],
    ]
    const table = fittingTable({ head: ['figure', 'measured', 'goal'], rows })
    process.stdout.write(`${table}\n`)
    process.stdout.write(
      `${JSON.stringify({
        report_seconds: rounded(report.seconds),
        report_peak_mib: rounded(report.peak_mib),
        page_mib: rounded(page_mib),
        history_seconds: rounded(history.seconds),
        index_seconds: rounded(first.seconds),
      })}\n`,
    )
  } finally {
    rmSync(top, { recursive: true, force: true })
  }
}

function store(folder: string, run: ReturnType<typeof sampleRun>): string {
  mkdirSync(folder, { recursive: true })
  writeRun(folder, run)
  return folder
}

async function timed(top: string, words: readonly string[]) {
  const { durationMs, peak_mib } = await cliPeak(words, join(top, 'peak'), { stdin: 'ignore' })
  return { seconds: durationMs / 1000, peak_mib }
}

function rounded(value: number): number {
  return Number(value.toPrecision(3))
}

await reading().catch(endWith)
