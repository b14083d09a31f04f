import { compare } from '../../src/analyse/compare.ts'
import { roundsOf } from '../../src/analyse/decide-run.ts'
import type { MeasuredRound } from '../../src/analyse/rounds.ts'
import type { Comparison, Trial } from '../../src/index.ts'
import type { Bench } from '../../src/measure/bench.ts'
import { runRounds } from '../../src/measure/runner.ts'
import { roundOrder } from '../../src/measure/schedule.ts'

/** Rounds of two arms, one creation each, as long as `more` says of those so far; wall and CPU time of each. */
export async function measureRounds(
  benches: readonly Bench[],
  seed: string,
  idPrefix: string,
  more: (done: number, soFar: () => readonly MeasuredRound[]) => boolean,
): Promise<readonly MeasuredRound[]> {
  const trials: Trial[] = []
  const ids = benches.map(({ arm }) => arm.id)
  await runRounds({
    plan: { mode: 'sequential', containers: 1, warmupRounds: 5, concurrency: 1 },
    benches,
    idPrefix,
    order: round => roundOrder(seed, round, ids).map(id => ids.indexOf(id)),
    more: done => more(done, () => roundsOf(trials, metrics, 'sequential')),
    stop: () => false,
    onTrial: trial => trials.push(trial),
  })
  const failed = trials.flatMap(({ creations }) => creations).find(({ status }) => status === 'failed')
  if (failed !== undefined) throw new Error(`resolution: ${failed.reason}`)
  return roundsOf(trials, metrics, 'sequential')
}

const metrics = ['wall', 'cpu']

export function compareArms(rounds: readonly MeasuredRound[], seed: string): Comparison {
  return compare({ rounds, baseline: 'A', candidate: 'B', metrics: ['cpu', 'wall'], seed })
}

/** Equal parts of a long run, each a comparison of its own: every round has its own coin. */
export function* partsOf(
  rounds: readonly MeasuredRound[],
  size: number,
): Generator<readonly MeasuredRound[]> {
  for (let from = 0; from + size <= rounds.length; from += size) yield rounds.slice(from, from + size)
}
