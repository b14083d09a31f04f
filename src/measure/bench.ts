import { mkdirSync, readdirSync, rmdirSync, rmSync, statSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type {
  Container,
  Converter,
  Launcher,
  SpecFile,
  SpecWriter,
  Target,
  WriterContext,
  WriterSession,
} from '../contracts.ts'
import { BenchError } from '../errors.ts'
import type { Arm } from '../model.ts'
import { parseDockerProfile } from '../profile/docker.ts'
import type { OciFilter } from '../profile/oci.ts'

/** An arm that is ready to be measured. */
export interface Bench {
  readonly arm: Arm
  /** The profile's text: every creation parses it anew, as the engine does. */
  readonly profileText: string
  readonly converter: Converter
  readonly target: Target
  readonly session: WriterSession
  readonly launcher: Launcher
  readonly timeout_ms: number
  /** Private to this arm; bundles are made and removed below it. */
  readonly folder: string
}

export interface BenchParts extends Omit<Bench, 'session'> {
  readonly writer: SpecWriter
  readonly context: WriterContext
}

/** What one container's spec consists of, and what was found out while making it. */
export interface Rehearsal {
  readonly filter: OciFilter | null
  readonly adaptations: readonly string[]
  readonly warnings: readonly string[]
  readonly specFiles: readonly SpecFile[]
}

/** Opens the arm's writer and rehearses one conversion, so that bad input is told before anything is timed. */
export async function openBench({
  writer,
  context,
  ...parts
}: BenchParts): Promise<{ bench: Bench; rehearsal: Rehearsal }> {
  const session = await writer.open(context)
  const bench: Bench = { ...parts, session }
  try {
    return { bench, rehearsal: rehearse(bench) }
  } catch (error) {
    await session.close()
    throw error
  }
}

function rehearse(bench: Bench): Rehearsal {
  const { filter, warnings } = bench.converter.convert(parseDockerProfile(bench.profileText), bench.target)
  const adapted = bench.session.adapt(filter)
  const container = { id: 'rehearsal', bundle: join(bench.folder, 'rehearsal'), log: '/dev/null' }
  const specFiles = bench.session.serialise(adapted.filter, container)
  return { filter: adapted.filter, adaptations: adapted.adaptations, warnings, specFiles }
}

/**
 * Makes the container's bundle folder, and empties the log of its place among those that are in flight; untimed. The
 * log outlives the container: a new file can take as long as 0.6 ms (ext4), which would be a part of every create.
 */
export function makeBundle(bench: Bench, id: string, place = 0): Container {
  const bundle = join(bench.folder, id)
  const log = join(bench.folder, `command-${place}.log`)
  making(bundle, 'the bundle folder', () => mkdirSync(bundle, { mode: 0o700 }))
  if (bench.session.runtime !== undefined) making(log, 'the log', () => emptyFile(log))
  return { id, bundle, log }
}

function emptyFile(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.size !== 0) writeFileSync(path, '', { mode: 0o600 })
}

function making(path: string, what: string, make: () => void): void {
  try {
    make()
  } catch (cause) {
    throw new BenchError('environment', `${path}: ${what} cannot be made (${(cause as Error).message})`, {
      hint: 'check the space and the permissions of the output folder, or choose another with --out',
      cause,
    })
  }
}

/** Throws BenchError `environment`. */
export function removeBundle({ bundle }: Container): void {
  try {
    removeFolder(bundle)
  } catch (cause) {
    throw new BenchError('environment', `${bundle}: cannot be removed (${(cause as Error).message})`, {
      hint: '`seccomp-bench reap` removes what is left when the run has ended',
      cause,
    })
  }
}

/** Nearly always a folder of plain files: `rmSync` looks at each of them first, and takes twice as long. */
function removeFolder(path: string): void {
  try {
    for (const name of readdirSync(path)) unlinkSync(`${path}/${name}`)
    rmdirSync(path)
  } catch {
    rmSync(path, { recursive: true, force: true })
  }
}
