import { mkdirSync, readFileSync } from 'node:fs'
import { machine } from 'node:os'
import { join } from 'node:path'
import {
  type ConverterName,
  capabilitySets,
  control,
  converters,
  launchers,
  type SpecWriter,
} from '../../src/index.ts'
import { type Bench, openBench } from '../../src/measure/bench.ts'
import { packageFolder } from '../package.ts'

export type OpenedArm =
  | { readonly status: 'opened'; readonly bench: Bench }
  | { readonly status: 'skipped'; readonly reason: string; readonly hint: string }

export interface ArmChoice {
  readonly id: string
  readonly converter: ConverterName
  readonly writer: SpecWriter
  /** Made here. */
  readonly folder: string
  /** The project's own where absent. */
  readonly profile?: string
}

/** One arm for the figures of `npm run bench:*`, native, with Docker's default capabilities. */
export async function openArm({
  id,
  converter,
  writer,
  folder,
  profile = ownProfile,
}: ArmChoice): Promise<OpenedArm> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const target = {
    machine: machine(),
    capabilities: capabilitySets.docker,
    kernel: { version: 6, revision: 1 },
  }
  const context = { folder, target, fsync: false, control }
  const available = await writer.check(context)
  if (available.status === 'skipped') return available
  const { bench } = await openBench({
    arm: {
      id,
      label: converter,
      converter,
      writer: writer.name,
      profile: { name: 'profile', bytes: 0, sha256: '' },
      fsync: false,
    },
    profileText: readFileSync(profile, 'utf8'),
    converter: converters[converter],
    writer,
    context,
    target,
    launcher: launchers.posix,
    timeout_ms: 60_000,
    folder,
  })
  return { status: 'opened', bench }
}

const ownProfile = join(packageFolder, 'scenarios/profiles/default.json')
