import { closeSync, copyFileSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { BenchError, type SpecWriter } from '../../src/index.ts'
import { openArm } from '../figures/open-arm.ts'
import { resolved } from './lxc.ts'
import { compareArms, measureRounds, partsOf } from './rounds.ts'

export interface Injected {
  readonly repeats: number
  /** Comparisons that called B slower. */
  readonly found: number
  /** Comparisons that called B slower or faster. */
  readonly alarms: number
  /** Comparisons whose interval holds the injected change. */
  readonly covered: number
}

const roundsEach = 40
const work_bytes = 4_000_000

/**
 * A synthetic runtime whose create is a known amount of CPU work: busybox hashes a file of zeros. B's file is
 * `extra_pct` longer. Forty rounds make one comparison.
 */
export async function injected(
  folder: string,
  seed: string,
  { extra_pct, repeats }: { readonly extra_pct: number; readonly repeats: number },
): Promise<Injected> {
  const benches = []
  for (const [index, bytes] of [work_bytes, Math.round(work_bytes * (1 + extra_pct / 100))].entries()) {
    const place = join(folder, String(index))
    mkdirSync(place, { recursive: true, mode: 0o700 })
    const writer = syntheticRuntime(zeros(join(place, 'work'), bytes))
    const opened = await openArm({ id: 'AB'[index]!, converter: 'host-arch', writer, folder: place })
    if (opened.status === 'skipped') throw new BenchError('environment', opened.reason, { hint: opened.hint })
    benches.push(opened.bench)
  }
  const rounds = await measureRounds(benches, seed, `sbr-i${extra_pct}`, done => done < repeats * roundsEach)
  const results = [...partsOf(rounds, roundsEach)].map(part => compareArms(part, seed).metrics[0]!)
  const slower = results.filter(({ change }) => change.status === 'estimated' && (change.low_pct ?? 0) > 0)
  return {
    repeats: results.length,
    found: slower.length,
    alarms: results.filter(result => resolved(result).excludesZero).length,
    covered: results.filter(
      ({ change }) =>
        change.status === 'estimated' &&
        (change.low_pct ?? -Infinity) <= extra_pct &&
        (change.high_pct ?? Infinity) >= extra_pct,
    ).length,
  }
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
