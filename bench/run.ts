import { BenchError, enterPrivateMounts, exporters, type Run, writeExport, writeRun } from '../src/index.ts'
import type { ChosenArm } from './arms.ts'
import { choose, type MeasureOptions } from './choices.ts'
import { drawCharts } from './draw.ts'
import { measureOnce } from './measure-once.ts'
import { onStopSignal } from './signals.ts'
import { resultText } from './table.ts'
import { verdictExit } from './verdict-exit.ts'

export interface RunOptions extends MeasureOptions {
  readonly aa: boolean
  readonly require: boolean
  readonly verdictExit: boolean
  readonly reference: boolean
  readonly charts: boolean
}

/** Measures with every writer that was named, one run each; stores, prints and draws. */
export async function runCommand(options: RunOptions): Promise<void> {
  const { target, plan, seed, sets } = choose(options)
  if (options.privateMounts) enterPrivateMounts()
  const signals = onStopSignal()
  const stop = (): boolean => signals.caught() !== null
  const skipped: string[] = []
  for (const set of sets) {
    if (stop()) break
    const arms = options.aa ? withCopy(set) : set
    const writers = arms.map(({ arm }) => arm.writer)
    const result = await measureOnce({
      arms: () => arms,
      writers,
      plan,
      target,
      seed,
      out: options.out,
      stop,
    })
    if (result.status === 'skipped') {
      process.stderr.write(`skipped: ${result.reason} (${result.hint})\n`)
      skipped.push(result.reason)
    } else {
      await store(result.run, result.folder, options)
    }
  }
  if (skipped.length > 0 && (options.require || skipped.length === sets.length)) {
    throw new BenchError('environment', `not measured: ${skipped.join('; ')}`, {
      hint: '`seccomp-bench doctor` says what works here',
    })
  }
  const signal = signals.caught()
  if (signal !== null) process.exitCode = 128 + signal.number
}

/** A copy of the first arm rides along: what the machine calls a difference where there is none. */
function withCopy(arms: readonly ChosenArm[]): readonly ChosenArm[] {
  const first = arms[0]!
  return [
    ...arms,
    { ...first, arm: { ...first.arm, id: `${first.arm.id}'`, label: `${first.arm.label} again` } },
  ]
}

async function store(run: Run, folder: string, options: RunOptions): Promise<void> {
  const paths = [writeRun(folder, run), writeExport(exporters.csv, run, folder)]
  process.stdout.write(resultText(run, { colours: process.stdout.isTTY === true }))
  for (const path of paths) process.stdout.write(`written: ${path}\n`)
  if (run.status === 'interrupted') {
    process.stdout.write(`interrupted: ${run.trials.length} trials are saved, nothing is left behind\n`)
  }
  if (options.charts && run.trials.some(trial => !trial.warmup)) {
    const drawn = await drawCharts(folder, options)
    if (!drawn) process.stderr.write(`the charts failed; the run is stored: seccomp-bench report ${folder}\n`)
  }
  process.exitCode = Math.max(Number(process.exitCode ?? 0), verdictExit(run, options.verdictExit))
}
