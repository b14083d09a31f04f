import { setImmediate } from 'node:timers/promises'
import { monotonic_ns } from '../clock.ts'
import type { Plan, Trial } from '../model.ts'
import type { Bench } from './bench.ts'
import { collectGarbage } from './garbage.ts'
import { parallelTrial } from './parallel.ts'
import { sequentialTrial } from './sequential.ts'

export interface RunnerInput {
  readonly plan: Pick<Plan, 'mode' | 'containers' | 'warmupRounds' | 'concurrency'>
  readonly benches: readonly Bench[]
  /** Starts every container id; unique on this host, for ids name cgroups. */
  readonly idPrefix: string
  /** The order of the arms in one round (warm-up rounds are negative): indices into `benches`. */
  readonly order: (round: number) => readonly number[]
  /** Asked before every round that counts, with the rounds done so far: `false` ends the run. */
  readonly more: (done: number) => boolean
  /** Asked between trials; `true` ends the run after the trial in flight. */
  readonly stop: () => boolean
  /** Called before each round, outside every timed region. */
  readonly beforeRound?: (round: number) => void
  /** Called before each trial with the ids to come, `<prefix>0` … `<prefix><count − 1>`, outside every timed region. */
  readonly beforeTrial?: (arm: number, prefix: string, count: number) => void
  /** The first round that counts (default 0); a run that goes on warms up anew. */
  readonly firstRound?: number
  /** How long the run had been measuring before (default 0). */
  readonly elapsed_ns?: number
  /** Called after each trial, outside every timed region. */
  readonly onTrial: (trial: Trial) => void
}

/**
 * Runs the rounds: in each, one trial of every arm back to back in the given order. Warm-up rounds come first and
 * are marked. `interrupted`: `stop` said so, perhaps in the middle of a round.
 */
export async function runRounds(input: RunnerInput): Promise<'complete' | 'interrupted'> {
  const { plan, benches } = input
  const origin = monotonic_ns() - (input.elapsed_ns ?? 0)
  const first = input.firstRound ?? 0
  const start = plan.warmupRounds === 0 ? first : -plan.warmupRounds
  for (let index = start; index < 0 || input.more(index); index = index === -1 ? first : index + 1) {
    input.beforeRound?.(index)
    let slot = 0
    for (const armIndex of input.order(index)) {
      // One turn of the event loop: here signals are heard.
      await setImmediate()
      if (input.stop()) return 'interrupted'
      slot += 1
      const bench = benches[armIndex]!
      const prefix = `${input.idPrefix}-${armIndex}-${index + plan.warmupRounds}-`
      const count = plan.mode === 'sequential' ? 1 : plan.containers
      input.beforeTrial?.(armIndex, prefix, count)
      collectGarbage(plan.mode, bench)
      const begun = monotonic_ns()
      const place = { round: index, slot, arm: bench.arm.id, warmup: index < 0, start_ns: begun - origin }
      const measures =
        plan.mode === 'sequential'
          ? await sequentialTrial(bench, `${prefix}0`)
          : await parallelTrial(bench, {
              ids: Array.from({ length: count }, (_, number) => `${prefix}${number}`),
              concurrency: plan.concurrency,
              stop: input.stop,
            })
      input.onTrial({ ...place, ...measures })
    }
  }
  return 'complete'
}
