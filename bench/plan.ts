import { rmSync } from 'node:fs'
import { BenchError, planFromRun } from '../src/index.ts'
import { sharperAdvice } from './advice.ts'
import { choose, type MeasureOptions } from './choices.ts'
import { measureOnce } from './measure-once.ts'
import { prepareProcess } from './prepare-process.ts'
import { onStopSignal } from './signals.ts'

export interface PlanOptions extends MeasureOptions {
  readonly json: boolean
}

/** "How many rounds for 0.6 % here, and how long does that take": from a short pilot, without a look at which arm is faster. */
export async function planCommand(options: PlanOptions): Promise<void> {
  const { target, plan, seed, sets } = choose({ ...options, rounds: options.rounds ?? 40 })
  prepareProcess(plan)
  const signals = onStopSignal()
  const stop = (): boolean => signals.caught() !== null
  for (const arms of sets) {
    if (stop()) break
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
      throw new BenchError('environment', `not measured: ${result.reason}`, { hint: result.hint })
    }
    const planned = planFromRun(result.run)
    rmSync(result.folder, { recursive: true })
    if (planned === null)
      throw new BenchError('environment', 'the pilot gave too few complete rounds to plan from')
    process.stdout.write(
      options.json
        ? `${JSON.stringify(planned)}\n`
        : planText(writers[0]!, plan.metric, planned, sharperAdvice(result.run)),
    )
  }
  const signal = signals.caught()
  if (signal !== null) process.exitCode = 128 + signal.number
}

function planText(
  writer: string,
  metric: string,
  planned: NonNullable<ReturnType<typeof planFromRun>>,
  advice: string | null,
): string {
  const [detect, exclude, sequential] = planned.seconds.map(time)
  return [
    `${writer}, ${metric}: one round’s ratio scatters by ${planned.scale_pct.toFixed(2)} % (from a pilot of ${planned.pilotRounds} rounds)`,
    `to find a change of ${planned.mde_pct} %:         ${planned.roundsToDetect} rounds, ${detect} (90 % power)`,
    `to exclude one of ${planned.margin_pct} % or more:   ${planned.roundsToExclude} rounds, ${exclude}`,
    `to do both, stopping early where possible: at most ${planned.sequentialRounds} rounds, ${sequential} (--mde ${planned.mde_pct} --margin ${planned.margin_pct})`,
    ...(advice === null ? [] : [advice]),
    '',
  ].join('\n')
}

function time(seconds: number): string {
  if (seconds < 100) return `${seconds.toPrecision(2)} s`
  const minutes = seconds / 60
  return minutes < 100 ? `${minutes.toPrecision(2)} min` : `${(minutes / 60).toPrecision(2)} h`
}
