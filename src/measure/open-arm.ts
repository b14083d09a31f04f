import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { openLibseccomp } from '../bpf/libseccomp.ts'
import { rootGroups } from '../cgroups.ts'
import type { Control, Launcher, SpecWriter } from '../contracts.ts'
import { converters } from '../convert/index.ts'
import { BenchError, oneLine } from '../errors.ts'
import { fileSha256 } from '../host.ts'
import type { Journal } from '../journal/append.ts'
import { countFilter, type FilterCosts } from '../ledger/count.ts'
import type { Arm, ArmResult, Plan, RunTarget } from '../model.ts'
import type { OciFilter } from '../profile/oci.ts'
import { type Bench, openBench, type Rehearsal } from './bench.ts'

export interface ArmInput {
  readonly arm: Arm
  readonly profileText: string
  readonly writer: SpecWriter
}

export interface Opened {
  readonly status: 'opened'
  readonly bench: Bench
  /** What the runtime is given: adapted to it. */
  readonly filter: OciFilter | null
  readonly result: ArmResult
}

export interface Skipped {
  readonly status: 'skipped'
  readonly reason: string
  readonly hint: string
}

export interface OpenInput {
  readonly plan: Plan
  readonly target: RunTarget
  readonly workFolder: string
  readonly journal: Pick<Journal, 'append'>
  readonly launcher: Launcher
  readonly control: Control
}

/** Opens one arm; what it is about to make is journalled first. */
export async function openArm(
  input: OpenInput,
  { arm, profileText, writer }: ArmInput,
  index: number,
): Promise<Opened | Skipped> {
  // Names of equal length for every arm: paths of different lengths are a difference of their own.
  const folder = join(input.workFolder, String(index))
  const cgroups = rootGroups('lxc.pivot').filter(path => !existsSync(path))
  input.journal.append({ kind: 'folder', index, cgroups })
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const { machine, capabilities, kernel } = input.target
  const target = { machine, capabilities, kernel }
  const context = { folder, target, binary: arm.binary, fsync: arm.fsync, control: input.control }
  const available = await writer.check(context)
  if (available.status === 'skipped') return { ...available, reason: `${arm.writer}: ${available.reason}` }
  if (available.binary !== undefined && !input.target.native) {
    throw new BenchError(
      'bad-input',
      `${arm.writer} creates containers of this host alone, found --arch ${input.target.architecture} on ${input.target.writtenOn}`,
      { hint: 'for another architecture use the writers memory, oci-file or lcr-file' },
    )
  }
  const { bench, rehearsal } = await openBench({
    arm,
    profileText,
    writer,
    context,
    converter: converters[arm.converter as keyof typeof converters],
    target,
    launcher: input.launcher,
    timeout_ms: input.plan.timeout_ms,
    folder,
  })
  const binary = available.binary ?? null
  if (binary !== null) input.journal.append({ kind: 'runtime', index, file: binary, remove: removal(bench) })
  const result = armResult(bench, rehearsal, available.version, binary)
  return { status: 'opened', bench, filter: rehearsal.filter, result }
}

/** The arguments that remove a container, `{id}` in the place of its id. */
function removal({ session, folder }: Bench): readonly string[] | null {
  return (
    session.runtime?.remove?.({ id: '{id}', bundle: join(folder, 'none'), log: '/dev/null' }).arguments ??
    null
  )
}

function armResult(bench: Bench, rehearsal: Rehearsal, version: string, binary: string | null): ArmResult {
  const { specFiles } = rehearsal
  const costs = costsOf(bench, rehearsal)
  return {
    ...bench.arm,
    version,
    binarySha256: binary === null ? null : fileSha256(binary),
    adaptations: rehearsal.adaptations,
    warnings: rehearsal.warnings,
    equivalence: null,
    costs,
    bytes: specFiles.reduce((sum, file) => sum + Buffer.byteLength(file.data), 0),
    files: specFiles.length,
    architectures: costs.counts.architectures,
    rules: costs.counts.rules,
  }
}

/** A profile of thousands of unknown names has notes without an end; run.json has not. */
function costsOf({ target }: Bench, { filter }: Rehearsal): FilterCosts {
  const costs = countFilter(filter, { machine: target.machine, opened: openLibseccomp() })
  return { ...costs, notes: costs.notes.slice(0, 100).map(note => oneLine(note).slice(0, 500)) }
}

/** Half a run with another runtime is another run. */
export function refuseOtherArms(before: readonly ArmResult[], now: readonly ArmResult[]): void {
  for (const [index, arm] of before.entries()) {
    const other = now[index]
    const what = (['version', 'binarySha256', 'bytes', 'rules'] as const).find(
      key => arm[key] !== other?.[key],
    )
    if (what === undefined) continue
    throw new BenchError(
      'bad-input',
      `${arm.writer} with ${arm.label}: ${what} was ${arm[what]} when the run began, found ${other?.[what]}`,
      { hint: 'begin a new run: one run is about one thing' },
    )
  }
}
