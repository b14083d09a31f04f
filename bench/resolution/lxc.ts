import { join } from 'node:path'
import { change, signed } from '../../report/format.ts'
import { BenchError, monotonic_ns, writers } from '../../src/index.ts'
import type { Bench } from '../../src/measure/bench.ts'
import { openArm } from '../figures/open-arm.ts'
import { compareArms, measureRounds, partsOf } from './rounds.ts'

export async function openLxc(
  folder: string,
  profile: string | undefined,
  second: 'host-arch' | 'full-arch' = 'host-arch',
): Promise<readonly Bench[]> {
  const benches: Bench[] = []
  for (const [index, converter] of (['full-arch', second] as const).entries()) {
    const opened = await openArm({
      id: 'AB'[index]!,
      converter,
      writer: writers.lxc,
      folder: join(folder, String(index)),
      ...(profile !== undefined && { profile }),
    })
    if (opened.status === 'skipped')
      throw new BenchError('environment', `lxc: ${opened.reason}`, { hint: opened.hint })
    benches.push(opened.bench)
  }
  return benches
}

export interface Resolved {
  readonly n: number
  readonly halfWidth_pct: number | null
  readonly excludesZero: boolean
  readonly text: string
}

export async function compareLxc(benches: readonly Bench[], seed: string, budget_s: number) {
  const start = monotonic_ns()
  const elapsed = (): number => (monotonic_ns() - start) / 1e9
  const rounds = await measureRounds(benches, seed, 'sbr-l', () => elapsed() < budget_s)
  const seconds = elapsed()
  const comparison = compareArms(rounds, seed)
  return { seconds, cpu: resolved(comparison.metrics[0]!), wall: resolved(comparison.metrics[1]!) }
}

/** Copies of the full filter, in comparisons of 20 rounds. */
export async function calibrateLxc(
  folder: string,
  profile: string | undefined,
  seed: string,
  replicates: number,
) {
  const size = 20
  const benches = await openLxc(folder, profile, 'full-arch')
  const rounds = await measureRounds(benches, seed, 'sbr-a', done => done < replicates * size)
  for (const bench of benches) await bench.session.close()
  const results = [...partsOf(rounds, size)].map(part => resolved(compareArms(part, seed).metrics[0]!))
  return { replicates: results.length, rejections: results.filter(({ excludesZero }) => excludesZero).length }
}

export function resolved({ change: found }: ReturnType<typeof compareArms>['metrics'][number]): Resolved {
  if (found.status === 'insufficient' || found.low_pct === null || found.high_pct === null) {
    return { n: found.n, halfWidth_pct: null, excludesZero: false, text: 'too few rounds' }
  }
  const { n, estimate_pct, low_pct, high_pct } = found
  return {
    n,
    halfWidth_pct: Math.round(1000 * ((high_pct - low_pct) / 2)) / 1000,
    excludesZero: low_pct > 0 || high_pct < 0,
    text: `${change(estimate_pct)} [${signed(low_pct)}, ${signed(high_pct)}]`,
  }
}
