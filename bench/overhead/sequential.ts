import { monotonic_ns, type Trial } from '../../src/index.ts'
import { type Journal, openJournal } from '../../src/journal/append.ts'
import { openLibc } from '../../src/launch/libc.ts'
import { prepare } from '../../src/launch/prepare.ts'
import type { Bench } from '../../src/measure/bench.ts'
import { type RunRecord, startRecord } from '../../src/measure/record.ts'
import { runRounds } from '../../src/measure/runner.ts'
import { type Prepared, prepareBundles } from './bundles.ts'
import { pairedRatio, type Ratio } from './paired.ts'

/** 2000 creations each way, in 200 pairs of blocks of 10: the interval must be narrower than the goal is small. */
const pairs = 200
const block = 10

/**
 * The harness's time is everything from the first to the last container of a block, journal and looks at the machine's
 * noise included, less parse, convert, serialise and write: those are what it measures, not what it costs. The bare
 * loop has its spec files already.
 */
export async function sequentialOverhead(bench: Bench, seed: string): Promise<Ratio> {
  let number = 0
  const journal = openJournal(bench.folder)
  try {
    const world = { journal, record: startRecord(journal, null) }
    return await pairedRatio(seed, pairs, {
      harness: () => harnessBlock(bench, `sbo-h${number++}`, world),
      bare: () => bareBlock(prepareBundles(bench, `sbo-b${number++}`, block)),
    })
  } finally {
    journal.close()
  }
}

async function harnessBlock(
  bench: Bench,
  idPrefix: string,
  { journal, record }: { readonly journal: Journal; readonly record: RunRecord },
): Promise<number> {
  const trials: Trial[] = []
  const start = monotonic_ns()
  await runRounds({
    plan: { mode: 'sequential', containers: block, warmupRounds: 0, concurrency: 1 },
    benches: [bench],
    idPrefix,
    order: () => [0],
    more: done => done < block,
    stop: () => false,
    beforeRound: record.noise,
    beforeTrial: (index, prefix, count) => journal.append({ kind: 'containers', index, prefix, count }),
    onTrial: trial => {
      record.trial(trial)
      trials.push(trial)
    },
  })
  const elapsed = monotonic_ns() - start
  const failed = trials.flatMap(({ creations }) => creations).find(({ status }) => status === 'failed')
  if (failed !== undefined) throw new Error(`overhead: ${failed.reason}`)
  return elapsed - trials.reduce((sum, { creations }) => sum + specTime(creations[0]!.phases), 0)
}

function specTime(phases: Trial['creations'][number]['phases']): number {
  return (phases.parse ?? 0) + (phases.convert ?? 0) + (phases.serialise ?? 0) + (phases.write ?? 0)
}

function bareBlock(prepared: Prepared): number {
  const libc = openLibc()
  const commands = prepared.items.map(({ create, remove }) => [prepare(create), prepare(remove)])
  const start = monotonic_ns()
  for (const command of commands.flat()) {
    const errno = command.spawn()
    if (errno !== 0) throw new Error(`overhead: posix_spawn gave errno ${errno}`)
    libc.wait4(command.pid(), command.statusAt, 0, command.usageAt)
  }
  const elapsed = monotonic_ns() - start
  for (const command of commands.flat()) {
    if (command.status() !== 0)
      throw new Error(`overhead: the bare loop’s command gave status ${command.status()}`)
    command.release()
  }
  prepared.discard()
  return elapsed
}
