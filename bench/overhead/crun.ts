import { mkdirSync, readFileSync } from 'node:fs'
import { machine } from 'node:os'
import { join } from 'node:path'
import { capabilitySets, control, converters, launchers, writers } from '../../src/index.ts'
import { type Bench, openBench } from '../../src/measure/bench.ts'
import { packageFolder } from '../package.ts'

export type OpenedCrun =
  | { readonly status: 'opened'; readonly bench: Bench }
  | { readonly status: 'skipped'; readonly reason: string; readonly hint: string }

/** crun with the project's profile, host-arch: the runtime that leaves a harness the least time to hide in. */
export async function openCrun(folder: string): Promise<OpenedCrun> {
  mkdirSync(folder, { mode: 0o700 })
  const target = {
    machine: machine(),
    capabilities: capabilitySets.docker,
    kernel: { version: 6, revision: 1 },
  }
  const context = { folder, target, fsync: false, control }
  const available = await writers.crun.check(context)
  if (available.status === 'skipped') return available
  const { bench } = await openBench({
    arm: {
      id: 'A',
      label: 'host-arch',
      converter: 'host-arch',
      writer: 'crun',
      profile: { name: 'default.json', bytes: 0, sha256: '' },
      fsync: false,
    },
    profileText: readFileSync(join(packageFolder, 'scenarios/profiles/default.json'), 'utf8'),
    converter: converters['host-arch'],
    writer: writers.crun,
    context,
    target,
    launcher: launchers.posix,
    timeout_ms: 60_000,
    folder,
  })
  return { status: 'opened', bench }
}
