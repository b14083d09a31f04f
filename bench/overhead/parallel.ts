import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from '../../src/index.ts'
import type { Bench } from '../../src/measure/bench.ts'
import { parallelTrial } from '../../src/measure/parallel.ts'
import { prepareBundles } from './bundles.ts'
import { pairedRatio, type Ratio } from './paired.ts'

const pairs = 24
const containers = 200

/** The harness's time runs from the last spec file written to the last create ended; xargs’ from its start to its end. */
export async function parallelOverhead(bench: Bench, seed: string): Promise<Ratio> {
  let number = 0
  return pairedRatio(seed, pairs, {
    harness: () => harnessBatch(bench, `sbo-p${number++}`),
    bare: () => xargsBatch(bench, `sbo-x${number++}`),
  })
}

async function harnessBatch(bench: Bench, prefix: string): Promise<number> {
  const ids = Array.from({ length: containers }, (_, index) => `${prefix}-${index}`)
  const trial = await parallelTrial(bench, { ids, concurrency: containers, stop: () => false })
  const failed = trial.creations.find(({ status }) => status === 'failed')
  if (failed !== undefined) throw new Error(`overhead: ${failed.reason}`)
  return trial.wall_ns - (trial.spec_makespan_ns ?? 0)
}

async function xargsBatch(bench: Bench, prefix: string): Promise<number> {
  const prepared = prepareBundles(bench, prefix, containers)
  const first = prepared.items[0]!
  const list = join(bench.folder, `${prefix}.ids`)
  writeFileSync(list, prepared.items.map(({ container }) => `${container.id}\n`).join(''))
  const template = placeholders(first.create, first.container.id)
  const outcome = await bench.launcher.run(
    {
      ...first.create,
      file: '/usr/bin/xargs',
      arguments: ['-a', list, `-P${containers}`, '-I{}', first.create.file, ...template],
      log: join(bench.folder, `${prefix}.log`),
    },
    { timeout_ms: bench.timeout_ms * 2 },
  )
  await bench.launcher.runAll(
    prepared.items.map(({ remove }) => remove),
    { concurrency: containers, timeout_ms: bench.timeout_ms },
  )
  prepared.discard()
  if (outcome.status !== 'exited' || outcome.exitCode !== 0) {
    throw new Error(`overhead: xargs ended with ${JSON.stringify(outcome)}`)
  }
  return outcome.span.end_ns - outcome.span.start_ns
}

/** The first container's command with its id, wherever it stands, as xargs’ placeholder. */
function placeholders(command: Command, id: string): string[] {
  return command.arguments.map(argument => argument.replaceAll(id, '{}'))
}
