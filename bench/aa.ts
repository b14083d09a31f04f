import { copyFileSync, mkdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { BenchError, calibrateRun, control, runFileName } from '../src/index.ts'
import type { ChosenArm } from './arms.ts'
import { calibrationKey, storeCalibration } from './calibrations.ts'
import { choose, type MeasureOptions } from './choices.ts'
import { measureOnce } from './measure-once.ts'
import { prepareProcess } from './prepare-process.ts'
import type { RunFolder } from './run-folder.ts'
import { onStopSignal } from './signals.ts'

export interface AaOptions extends MeasureOptions {
  readonly replicates: number
  /** Rounds of one replicate. */
  readonly rounds: number
  readonly json: boolean
}

/**
 * Compares copies of one arm, at two paths of equal length, `replicates` times, and counts how often they are told
 * apart: a harness that is right does so in 5 % of comparisons. The result is kept for the runs of this host and writer.
 */
export async function aaCommand(options: AaOptions): Promise<void> {
  const total = options.replicates * options.rounds
  const { target, plan, seed, sets } = choose({ ...options, rounds: total })
  const first = sets[0]![0]!
  prepareProcess(plan)
  const signals = onStopSignal()
  const result = await measureOnce({
    arms: place => copies(first, place, options),
    writers: [first.arm.writer],
    plan,
    target,
    seed,
    out: options.out,
    stop: () => signals.caught() !== null,
  })
  if (result.status === 'skipped') {
    throw new BenchError('environment', `not measured: ${result.reason}`, { hint: result.hint })
  }
  const { run, folder } = result
  const path = join(folder, runFileName)
  const { calibration, halfWidth_pct } = calibrateRun(run, options.rounds)
  const { replicates, rejections, allowed, passed } = calibration
  if (replicates === 0) throw new BenchError('environment', 'interrupted before one comparison was complete')
  const kept = storeCalibration(options.out, {
    key: calibrationKey(run),
    created: run.created,
    replicates,
    rejections,
    passed,
  })
  if (options.json) process.stdout.write(`${JSON.stringify({ ...calibration, halfWidth_pct })}\n`)
  else {
    process.stdout.write(
      `A/A of ${first.arm.writer}, ${plan.metric}: ${rejections} of ${replicates} comparisons of ${options.rounds} rounds told copies apart; ` +
        `at most ${allowed} may: ${passed ? 'PASSED' : 'FAILED'}\n` +
        `p values against uniform: distance ${calibration.distance.toFixed(3)}, p = ${calibration.distanceP.toFixed(2)}\n` +
        `one comparison’s 95 % interval is ± ${halfWidth_pct?.toFixed(2) ?? 'n/a'} % wide at the median; seed ${run.seed}\n` +
        `written: ${path}\nwritten: ${kept}\n`,
    )
  }
  const signal = signals.caught()
  process.exitCode = signal !== null ? 128 + signal.number : passed ? 0 : 3
}

/** A real runtime is copied twice: two files, two inodes, two cache entries, names of equal length. */
async function copies(first: ChosenArm, place: RunFolder, options: AaOptions): Promise<ChosenArm[]> {
  const folder = join(place.workFolder, 'probe')
  mkdirSync(folder, { mode: 0o700 })
  const target = { machine: process.arch, capabilities: [], kernel: { version: 0, revision: 0 } }
  const found = await first.writer.check({
    folder,
    target,
    binary: first.arm.binary,
    fsync: options.fsync,
    control,
  })
  return ['A', 'B'].map(id => {
    const arm = { ...first.arm, id, label: `copy ${id}` }
    if (found.status === 'skipped' || found.binary === undefined) return { ...first, arm }
    const copy = join(place.workFolder, `copy-${id}`)
    mkdirSync(copy, { mode: 0o700 })
    const binary = join(copy, basename(found.binary))
    copyFileSync(found.binary, binary)
    return { ...first, arm: { ...arm, binary } }
  })
}
