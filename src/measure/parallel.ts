import { monotonic_ns } from '../clock.ts'
import type { Command, Container, ProcessOutcome, SpecFile } from '../contracts.ts'
import { writeFiles, writeFilesAsync } from '../write/files.ts'
import { type Bench, makeBundle, removeBundle } from './bench.ts'
import { type Draft, draft, finish, noteCreate, noteRemove, noteSpec } from './creation.ts'
import { makeSpec, type SpecSize, specBytes, specSize } from './spec.ts'
import type { TrialMeasures } from './trial.ts'

export interface Batch {
  readonly ids: readonly string[]
  readonly concurrency: number
  /** Asked before each start; a batch that is not whole is marked `interrupted`. */
  readonly stop: () => boolean
}

/**
 * One batch: the trial of parallel mode. First every container's spec files, then every create at once, so that
 * the creates do not trickle in at the pace of the conversions; then every delete. The makespan runs from the first
 * conversion to the end of the last create.
 */
export async function parallelTrial(bench: Bench, batch: Batch): Promise<TrialMeasures> {
  const items: readonly Item[] = batch.ids.map((id, place) => ({
    container: makeBundle(bench, id, place),
    it: draft(),
    size: { names: [], bytes: 0 },
  }))
  const creates = items.map(({ container }) => bench.session.runtime?.create(container))
  const cpuBefore = process.cpuUsage()
  const origin = monotonic_ns()
  if (bench.session.runtime === undefined) await specsAtOnce(bench, items, batch.concurrency)
  else for (const item of items) specOf(bench, item)
  const specsDone = monotonic_ns()
  const cpu = process.cpuUsage(cpuBefore)

  const runnable = items.flatMap((item, index) =>
    item.it.reason === null && creates[index] !== undefined ? [{ ...item, command: creates[index] }] : [],
  )
  const launchBefore = process.cpuUsage()
  const outcomes = await launch(bench, runnable, batch)
  const launchCpu = process.cpuUsage(launchBefore)
  runnable.forEach(({ it, command }, index) => {
    noteCreate(it, outcomes[index]!, command.log)
  })
  const end = Math.max(...items.map(({ it }) => it.end_ns))
  for (const item of items) {
    item.it.bytes = item.it.reason === null ? specBytes(item.container, item.size) : 0
    item.it.files = item.size.names.length
  }
  await removeAll(bench, items, batch.concurrency)
  for (const { container } of items) removeBundle(container)

  const creations = items.map(({ it }) => finish(it, origin))
  const usages = creations.flatMap(creation => creation.usage ?? [])
  const interrupted = batch.stop() && outcomes.some(outcome => outcome.status === 'not-started')
  return {
    ...(interrupted && { interrupted }),
    wall_ns: end - origin,
    spec_makespan_ns: specsDone - origin,
    create_makespan_ns: bench.session.runtime === undefined ? null : createMakespan(outcomes),
    cpu_us:
      bench.session.runtime === undefined
        ? cpu.user + cpu.system
        : usages.length === 0
          ? null
          : usages.reduce((sum, usage) => sum + usage.user_us + usage.system_us, 0),
    harness_cpu_us: bench.session.runtime === undefined ? null : launchCpu.user + launchCpu.system,
    creations,
  }
}

interface Item {
  readonly container: Container
  readonly it: Draft
  size: SpecSize
}

function launch(
  bench: Bench,
  runnable: readonly { readonly command: Command }[],
  { concurrency, stop }: Batch,
): Promise<readonly ProcessOutcome[]> {
  const commands = runnable.map(({ command }) => command)
  return bench.launcher.runAll(commands, { concurrency, timeout_ms: bench.timeout_ms, stop })
}

function createMakespan(outcomes: readonly ProcessOutcome[]): number | null {
  const spans = outcomes.flatMap(outcome => (outcome.status === 'not-started' ? [] : [outcome.span]))
  if (spans.length === 0) return null
  return Math.max(...spans.map(span => span.end_ns)) - Math.min(...spans.map(span => span.start_ns))
}

function specOf(bench: Bench, item: Item): void {
  const { container, it } = item
  try {
    const files = timedSpec(bench, item)
    if (bench.session.writes === 'files') {
      const before = monotonic_ns()
      writeFiles(container.bundle, files, bench.arm.fsync)
      it.phases.write = monotonic_ns() - before
    }
  } catch (error) {
    noteSpec(it, error)
  }
  it.end_ns = monotonic_ns()
}

/** Writes overlap in the thread pool, as those of an engine's threads do; conversions take turns on the one thread. */
async function specsAtOnce(bench: Bench, items: readonly Item[], concurrency: number): Promise<void> {
  let next = 0
  const worker = async (): Promise<void> => {
    while (next < items.length) {
      const item = items[next++]!
      const { it } = item
      try {
        // Nothing here holds the texts while the writes wait for their turn.
        const writing = startWriting(bench, item)
        if (writing !== null) {
          await writing.done
          it.phases.write = monotonic_ns() - writing.begun_ns
        }
      } catch (error) {
        noteSpec(it, error)
      }
      it.end_ns = monotonic_ns()
    }
  }
  await Promise.all(Array.from({ length: Math.min(concurrency, items.length) }, worker))
}

function startWriting(
  bench: Bench,
  item: Item,
): { readonly begun_ns: number; readonly done: Promise<void> } | null {
  const files = timedSpec(bench, item)
  if (bench.session.writes === 'nothing') return null
  const begun_ns = monotonic_ns()
  return { begun_ns, done: writeFilesAsync(item.container.bundle, files, bench.arm.fsync) }
}

function timedSpec(bench: Bench, item: Item): readonly SpecFile[] {
  const spec = makeSpec(bench, item.container)
  const { it } = item
  it.start_ns = spec.start_ns
  it.phases.parse = spec.parse_ns
  it.phases.convert = spec.convert_ns
  it.phases.serialise = spec.serialise_ns
  item.size = specSize(bench, spec.files)
  return spec.files
}

async function removeAll(bench: Bench, items: readonly Item[], concurrency: number): Promise<void> {
  const remove = bench.session.runtime?.remove
  if (remove == null) return
  const commands = items.map(({ container }) => remove(container))
  const outcomes = await bench.launcher.runAll(commands, { concurrency, timeout_ms: bench.timeout_ms })
  items.forEach(({ it }, index) => {
    noteRemove(it, outcomes[index]!, commands[index]!.log)
  })
}
