import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { BenchError, type Plan, type SpecWriter, type Trial } from '../../src/index.ts'
import { runRounds } from '../../src/measure/runner.ts'
import { openArm } from '../figures/open-arm.ts'
import { type Growth, growth } from './growth.ts'
import { type Pace, pace } from './pace.ts'
import { type Resources, resources } from './resources.ts'

export interface Load {
  readonly title: string
  readonly writer: SpecWriter
  readonly plan: Pick<Plan, 'mode' | 'containers' | 'concurrency'>
  readonly rounds: number
  readonly warmup: number
  /** Trials that are compared at either end. */
  readonly compared: number
}

export type Soaked =
  | {
      readonly status: 'soaked'
      readonly title: string
      readonly growth: readonly Growth[]
      readonly pace: Pace
      readonly failed: number
      readonly creations: number
    }
  | { readonly status: 'skipped'; readonly title: string; readonly reason: string; readonly hint: string }

/** Makes and removes containers for as long as the load says, keeping no trial but its time. */
export async function soakArm(load: Load, folder: string): Promise<Soaked> {
  const { title, writer, plan } = load
  const arm = await openArm({ id: 'A', converter: 'host-arch', writer, folder: join(folder, writer.name) })
  if (arm.status === 'skipped') return { ...arm, title }
  const idPrefix = `sb-${randomBytes(4).toString('hex')}`
  const times: number[] = []
  let failed = 0
  let creations = 0
  const run = (rounds: number, prefix: string, onTrial: (trial: Trial) => void) =>
    runRounds({
      plan: { ...plan, warmupRounds: 0 },
      benches: [arm.bench],
      idPrefix: prefix,
      order: () => [0],
      more: done => done < rounds,
      stop: () => false,
      onTrial,
    })
  try {
    await run(load.warmup, `${idPrefix}-w`, refuseFailure)
    // No group of ours was there before, and the warm-up may leave none either.
    const before: Resources = { ...(await resources(idPrefix)), cgroups: 0 }
    await run(load.rounds, idPrefix, trial => {
      creations += trial.creations.length
      failed += trial.creations.filter(({ status }) => status === 'failed').length
      times.push(trial.wall_ns)
    })
    const after = await resources(idPrefix)
    const compared = Math.min(load.compared, Math.floor(times.length / 2))
    return {
      status: 'soaked',
      title,
      growth: growth(before, after),
      pace: pace(times.slice(0, compared), times.slice(-compared)),
      failed,
      creations,
    }
  } finally {
    await arm.bench.session.close()
  }
}

function refuseFailure({ creations }: Trial): void {
  const failure = creations.find(({ status }) => status === 'failed')
  if (failure?.reason !== undefined) {
    throw new BenchError('environment', `warm-up: ${failure.reason}`, {
      hint: '`seccomp-bench doctor --private-mounts` says what works here',
    })
  }
}
