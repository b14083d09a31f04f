/**
 * `npm run bench:report`: what it takes to look at stored runs. One report of 500 creations one after another and 20
 * batches of 200, and the history of 1,000 runs, each by the command that a user calls. Last line: one JSON object.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Table from 'cli-table3'
import { execa } from 'execa'
import { writeRun } from '../src/index.ts'
import { sampleRun } from '../src/run-sample.ts'
import { printError } from './errors.ts'

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

    const table = new Table({
      head: ['figure', 'measured', 'goal'],
      style: { head: [], border: [], compact: true },
    })
    table.push(
      ['report of 500 + 20 × 200, pictures and pages', `${report.seconds.toFixed(1)} s`, '< 5 s'],
      ['its highest resident set', `${report.peak_mib.toFixed(0)} MiB`, '< 300 MiB'],
      ['its report.html', `${page_mib.toFixed(2)} MiB`, '< 1.5 MiB'],
      [`history of ${storedRuns} stored runs`, `${history.seconds.toFixed(2)} s`, '< 1 s'],
      ['the first time, when they are read into the index', `${first.seconds.toFixed(1)} s`, ''],
    )
    process.stdout.write(`${table.toString()}\n`)
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

const cli = fileURLToPath(new URL('cli.js', import.meta.url))
/** Runs inside the measured process, and tells its highest resident set (KiB) at its end. */
const teller = `data:text/javascript,${encodeURIComponent(
  "import { writeFileSync } from 'node:fs'; process.on('exit', () => writeFileSync(process.env.PEAK, String(process.resourceUsage().maxRSS)))",
)}`

async function timed(top: string, words: readonly string[]) {
  const peak = join(top, 'peak')
  const { durationMs } = await execa(process.execPath, ['--import', teller, cli, ...words], {
    env: { PEAK: peak },
    stdin: 'ignore',
  })
  return { seconds: durationMs / 1000, peak_mib: Number(readFileSync(peak, 'utf8')) / 1024 }
}

function rounded(value: number): number {
  return Number(value.toPrecision(3))
}

try {
  await reading()
} catch (error) {
  printError(error)
  process.exitCode = 70
}
