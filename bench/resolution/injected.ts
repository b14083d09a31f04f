import { closeSync, copyFileSync, mkdirSync, openSync, writeSync } from 'node:fs'
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

const work_bytes = 4_000_000

/**
 * A synthetic runtime whose create is a known amount of CPU work: busybox hashes a file of zeros. B's file is
 * `extra_pct` longer. Each comparison is what a user's run would be: the same schedule, planning, stopping and verdict.
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
  const rounds = await measureRounds(benches, seed, idPrefix, (done, soFar) => {
    if (step.action === 'continue' && done >= step.until) step = next(soFar())
    return step.action === 'continue'
  })
  step = next(rounds)
  if (step.action === 'continue') throw new Error('injected: the rounds ended before the procedure did')
  return step.decision
}

async function openSynthetic(folder: string, extra_pct: number): Promise<readonly Bench[]> {
  const benches: Bench[] = []
  for (const [index, bytes] of [work_bytes, Math.round(work_bytes * (1 + extra_pct / 100))].entries()) {
    const place = join(folder, String(index))
    mkdirSync(place, { recursive: true, mode: 0o700 })
    const writer = syntheticRuntime(zeros(join(place, 'work'), bytes))
    const opened = await openArm({ id: 'AB'[index]!, converter: 'host-arch', writer, folder: place })
    if (opened.status === 'skipped') throw new BenchError('environment', opened.reason, { hint: opened.hint })
    benches.push(opened.bench)
  }
  return benches
}

function syntheticRuntime(work: string): SpecWriter {
  return {
    name: 'synthetic',
    summary: 'hashes a file instead of creating a container',
    check: async ({ control }) => {
      const { exitCode } = await control('busybox', ['true'])
      return exitCode === 0
        ? { status: 'usable', version: 'synthetic' }
        : { status: 'skipped', reason: 'busybox is not on PATH', hint: 'apt-get install busybox-static' }
    },
    open: async ({ folder }) => {
      const binary = join(folder, 'busybox')
      copyFileSync('/bin/busybox', binary)
      return {
        adapt: filter => ({ filter, adaptations: [] }),
        serialise: () => [],
        writes: 'nothing',
        runtime: {
          verb: 'create',
          create: ({ bundle }) => ({
            file: binary,
            arguments: ['sha256sum', work],
            environment: [],
            workingFolder: bundle,
            log: join(bundle, 'command.log'),
          }),
          remove: null,
        },
        close: async () => {},
      }
    },
  }
}

function zeros(path: string, bytes: number): string {
  const descriptor = openSync(path, 'w', 0o600)
  writeSync(descriptor, Buffer.alloc(bytes))
  closeSync(descriptor)
  return path
}
