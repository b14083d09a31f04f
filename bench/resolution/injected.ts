import { join } from 'node:path'
import type { Decision } from '../../src/analyse/decision.ts'
import type { Length } from '../../src/analyse/looks.ts'
import type { Goals } from '../../src/analyse/plan.ts'
import { procedure } from '../../src/analyse/procedure.ts'
import { BenchError, type SpecWriter } from '../../src/index.ts'
import type { Bench } from '../../src/measure/bench.ts'
import type { Seed } from '../../src/random.ts'
import { openArm } from '../figures/open-arm.ts'
import { measureRounds } from './rounds.ts'

export interface Injected {
  readonly repeats: number
  /** Comparisons with the verdict SLOWER. */
  readonly found: number
  /** Comparisons with the verdict SLOWER or FASTER. */
  readonly alarms: number
  /** Comparisons whose interval holds the injected change. */
  readonly covered: number
  /** Rounds of all comparisons. */
  readonly rounds: number
}

export interface InjectedOptions extends Goals {
  readonly extra_pct: number
  readonly repeats: number
  readonly length: Length
}

/** Some 20 ms. As many digits with the extra work: the arms' arguments are equally long. */
const work_loops = 100_000

/**
 * A synthetic runtime whose create is a known amount of CPU work: busybox's awk counts. B counts `extra_pct` further;
 * all else is one and the same file, for copies differ in how memory holds them, which this harness resolves. Each
 * comparison is what a user's run would be: the same schedule, planning, stopping and verdict.
 */
export async function injected(folder: string, seed: Seed, options: InjectedOptions): Promise<Injected> {
  const benches = await openSynthetic(folder, options.extra_pct)
  const decisions: Decision[] = []
  for (let repeat = 0; repeat < options.repeats; repeat++) {
    decisions.push(await compareOnce(benches, repeatSeed(seed, repeat), `sbr-i${repeat}`, options))
  }
  for (const { session } of benches) await session.close()
  const named = (...names: readonly string[]): number =>
    decisions.filter(({ verdict }) => names.includes(verdict.verdict)).length
  return {
    repeats: decisions.length,
    found: named('SLOWER'),
    alarms: named('SLOWER', 'FASTER'),
    covered: decisions.filter(
      ({ low_pct, high_pct }) =>
        (low_pct ?? -Infinity) <= options.extra_pct && (high_pct ?? Infinity) >= options.extra_pct,
    ).length,
    rounds: decisions.reduce((sum, { recorded }) => sum + recorded, 0),
  }
}

/** The seed of one repeat: a number away, and every stream of it is another. */
function repeatSeed(seed: Seed, repeat: number): Seed {
  return BigInt.asUintN(64, BigInt(`0x${seed}`) + BigInt(repeat))
    .toString(16)
    .padStart(16, '0')
}

async function compareOnce(
  benches: readonly Bench[],
  seed: Seed,
  idPrefix: string,
  options: InjectedOptions,
): Promise<Decision> {
  const { next } = procedure({ ...options, seed, baseline: 'A', candidate: 'B', metric: 'cpu' })
  let step = next([])
  await measureRounds(benches, seed, idPrefix, (done, soFar) => {
    if (step.action === 'continue' && done >= step.until) step = next(soFar())
    return step.action === 'continue'
  })
  if (step.action === 'continue') throw new Error('injected: the rounds ended before the procedure did')
  return step.decision
}

async function openSynthetic(folder: string, extra_pct: number): Promise<readonly Bench[]> {
  const benches: Bench[] = []
  for (const [index, loops] of [work_loops, Math.round(work_loops * (1 + extra_pct / 100))].entries()) {
    const opened = await openArm({
      id: 'AB'[index]!,
      converter: 'host-arch',
      writer: syntheticRuntime(loops),
      folder: join(folder, String(index)),
    })
    if (opened.status === 'skipped') throw new BenchError('environment', opened.reason, { hint: opened.hint })
    benches.push(opened.bench)
  }
  return benches
}

function syntheticRuntime(loops: number): SpecWriter {
  return {
    name: 'synthetic',
    summary: 'counts instead of creating a container',
    check: async ({ control }) => {
      const { exitCode } = await control('/bin/busybox', ['true'])
      return exitCode === 0
        ? { status: 'usable', version: 'synthetic' }
        : { status: 'skipped', reason: '/bin/busybox does not run', hint: 'apt-get install busybox-static' }
    },
    open: async () => ({
      adapt: filter => ({ filter, adaptations: [] }),
      serialise: () => [],
      writes: 'nothing',
      runtime: {
        verb: 'create',
        create: ({ bundle, log }) => ({
          file: '/bin/busybox',
          arguments: ['awk', `BEGIN { while (i++ < ${loops}) x += i }`],
          environment: [],
          workingFolder: bundle,
          log,
        }),
        remove: null,
      },
      close: async () => {},
    }),
  }
}
