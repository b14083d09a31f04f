import { existsSync, readdirSync, realpathSync, rmSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import {
  assembleRun,
  BenchError,
  control,
  enterPrivateMounts,
  type JournalContent,
  journalFileName,
  oneLine,
  ownerState,
  readJournal,
  reapRun,
  runFileName,
  writeRun,
} from '../src/index.ts'
import { calibrationFor } from './calibrations.ts'

export interface ReapOptions {
  readonly out: string
  readonly dryRun: boolean
}

/**
 * Removes what dead runs left, and saves what they measured as run.json. Only what a run's journal names is touched;
 * runs that live are not. Throws BenchError `environment` where something could not be removed.
 */
export async function reapCommand(runs: readonly string[], options: ReapOptions): Promise<void> {
  const folders = runs.length > 0 ? [...new Set(runs.map(realPath))] : runsIn(options.out)
  const found = folders.flatMap(folder => readable(folder, runs.length > 0))
  // A mount namespace is entered once and for good: runs without a private one come first.
  const ordered = found.toSorted((one, other) => Number(isPrivate(one)) - Number(isPrivate(other)))
  let entered = false
  let removed = 0
  let failed = found.length < folders.length
  for (const dead of ordered) {
    const state = stateOf(dead.content)
    if (state !== 'dead') {
      say(dead.content, state)
      continue
    }
    if (isPrivate(dead) && !entered) {
      enterPrivateMounts()
      entered = true
    }
    const tell = (line: string): void => {
      removed += 1
      say(dead.content, line)
    }
    const clean = await reapRun({ ...dead, control, dryRun: options.dryRun, tell })
    if (!clean) failed = true
    else if (settle(dead, options)) removed += 1
  }
  if (failed) {
    throw new BenchError('environment', 'not everything could be removed', { hint: 'see the lines above' })
  }
  if (removed === 0) process.stdout.write('nothing is left behind\n')
}

interface Found {
  readonly folder: string
  readonly content: JournalContent
}

/** One folder under two names is one run; what is not there is told later. */
function realPath(run: string): string {
  try {
    return realpathSync(run)
  } catch {
    return resolve(run)
  }
}

function runsIn(out: string): string[] {
  const folder = resolve(out)
  if (!existsSync(folder)) return []
  return namesIn(folder)
    .map(name => join(folder, name))
    .filter(path => statSync(path, { throwIfNoEntry: false })?.isDirectory())
    .filter(path => existsSync(join(path, journalFileName)))
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch (cause) {
    throw new BenchError('bad-input', `${folder}: the runs cannot be listed (${(cause as Error).message})`, {
      hint: 'give the folder that holds the runs with --out',
      cause,
    })
  }
}

/** A journal that cannot be read names nothing: its folder is left alone, and told. */
function readable(folder: string, named: boolean): Found[] {
  try {
    const content = readJournal(folder)
    if (content !== null) return [{ folder, content }]
    if (!existsSync(folder)) throw new BenchError('bad-input', `${folder}: there is no such folder`)
    process.stdout.write(`${folder}: no journal, nothing to do\n`)
    return []
  } catch (error) {
    if (named || !(error instanceof BenchError)) throw error
    process.stdout.write(`${error.message}\n`)
    return []
  }
}

function isPrivate({ content }: Found): boolean {
  return content.head.plan.privateMounts
}

function stateOf({ owners }: JournalContent): 'dead' | `still running${string}` | `left alone${string}` {
  const living = owners.find(owner => ownerState(owner) !== 'dead')
  if (living === undefined) return 'dead'
  return ownerState(living) === 'alive'
    ? `still running (process ${living.pid}), left alone`
    : 'left alone: begun in another PID namespace, reap there'
}

/** Saves the measurements of a run that was killed; a folder without any goes. `true`: it said so. */
function settle({ folder, content }: Found, { dryRun }: ReapOptions): boolean {
  if (existsSync(join(folder, runFileName))) return false
  const verb = dryRun ? 'would be ' : ''
  if (content.opened === null || content.trials.length === 0 || content.harness === null) {
    if (!dryRun) rmSync(folder, { recursive: true })
    say(content, `nothing was measured: ${verb}removed ${folder}`)
    return true
  }
  if (!dryRun) {
    const calibration = (run: Parameters<typeof calibrationFor>[1]) => calibrationFor(join(folder, '..'), run)
    writeRun(folder, assembleRun(content, { ended: 'interrupted', harness: content.harness, calibration }))
  }
  const more = content.head.resumable ? `; it can go on: seccomp-bench run --resume ${folder}` : ''
  say(content, `${content.trials.length} trials ${verb}saved in ${join(folder, runFileName)}${more}`)
  return true
}

function say({ head }: JournalContent, line: string): void {
  process.stdout.write(`${head.id}: ${oneLine(line)}\n`)
}
