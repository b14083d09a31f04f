import { BenchError, copyId, exporters, type Run, writeExport } from '../src/index.ts'
import type { ChosenArm } from './arms.ts'
import { choose, type MeasureOptions } from './choices.ts'
import { drawCharts } from './draw.ts'
import type { JournalledResult } from './measure-journalled.ts'
import { measureOnce } from './measure-once.ts'
import { prepareProcess } from './prepare-process.ts'
import { resumeRun } from './resume.ts'
import { onStopSignal } from './signals.ts'
import { resultText } from './table.ts'
import { verdictExit } from './verdict-exit.ts'

export interface RunOptions extends MeasureOptions {
  /** Folder of a run that was cut off: all else comes from its journal. */
  readonly resume?: string
  readonly aa: boolean
  readonly require: boolean
  readonly verdictExit: boolean
  readonly reference: boolean
  readonly charts: boolean
}

/** Measures with every writer that was named, one run each; stores, prints and draws. Or goes on with one run. */
export async function runCommand(options: RunOptions): Promise<void> {
  const signals = onStopSignal()
  const stop = (): boolean => signals.caught() !== null
  const runs =
    options.resume === undefined ? newRuns(options, stop) : [() => resumeRun(options.resume!, stop)]
  const skipped: string[] = []
  for (const measure of runs) {
    if (stop()) break
    const result = await measure()
    if (result.status === 'skipped') {
      process.stderr.write(`skipped: ${result.reason} (${result.hint})\n`)
      skipped.push(result.reason)
    } else {
      await store(result, options)
    }
  }
  if (skipped.length > 0 && (options.require || skipped.length === runs.length)) {
    throw new BenchError('environment', `not measured: ${skipped.join('; ')}`, {
      hint: '`seccomp-bench doctor` says what works here',
    })
  }
  const signal = signals.caught()
  if (signal !== null) process.exitCode = 128 + signal.number
}

function newRuns(options: RunOptions, stop: () => boolean): (() => Promise<JournalledResult>)[] {
  const { target, plan, seed, sets } = choose(options)
  prepareProcess(plan)
  return sets.map(set => () => {
    const arms = options.aa ? withCopy(set) : set
    const writers = arms.map(({ arm }) => arm.writer)
    return measureOnce({
      arms: () => arms,
      writers,
      plan,
      target,
      seed,
      out: options.out,
      stop,
      resumable: true,
      runtimes: options.runtime,
    })
  })
}

/** A copy of the first arm rides along: what the machine calls a difference where there is none. */
function withCopy(arms: readonly ChosenArm[]): readonly ChosenArm[] {
  const first = arms[0]!
  return [
    ...arms,
    { ...first, arm: { ...first.arm, id: copyId(first.arm.id), label: `${first.arm.label} again` } },
  ]
}

type Measured = Extract<JournalledResult, { status: 'measured' }>

async function store({ run, folder, path }: Measured, options: RunOptions): Promise<void> {
  const csv = exported(run, folder, path)
  process.stdout.write(
    resultText(run, { colours: process.stdout.isTTY === true, columns: process.stdout.columns }),
  )
  for (const written of [path, csv]) process.stdout.write(`written: ${written}\n`)
  if (run.status === 'interrupted') {
    process.stdout.write(
      `interrupted: ${run.trials.length} trials are saved, nothing is left behind; go on with: seccomp-bench run --resume ${folder}\n`,
    )
  }
  if (options.charts && run.trials.some(trial => !trial.warmup)) {
    const drawn = await drawCharts(folder, options)
    if (!drawn) process.stderr.write(`the charts failed; the run is stored: seccomp-bench report ${folder}\n`)
  }
  process.exitCode = Math.max(Number(process.exitCode ?? 0), verdictExit(run, options.verdictExit))
}

function exported(run: Run, folder: string, path: string): string {
  try {
    return writeExport(exporters.csv, run, folder)
  } catch (cause) {
    throw new BenchError('environment', `the CSV file cannot be written (${(cause as Error).message})`, {
      hint: `the run is stored: ${path}`,
      cause,
    })
  }
}
