import { randomBytes } from 'node:crypto'
import { resolve } from 'node:path'
import {
  control,
  hostFacts,
  type JournalArm,
  type JournalHead,
  journalSchemaName,
  openJournal,
  type Plan,
  type RunTarget,
  thisProcess,
} from '../src/index.ts'
import type { ChosenArm } from './arms.ts'
import { gitCommit } from './git.ts'
import { type JournalledResult, measureJournalled } from './measure-journalled.ts'
import { packageVersion } from './package.ts'
import { createRunFolder, discard, makeWorkFolder, type RunFolder } from './run-folder.ts'

export interface Once {
  /** Changes the arms once the run's folder exists (copies of a binary at paths of their own). */
  readonly arms: (place: RunFolder) => Promise<readonly ChosenArm[]> | readonly ChosenArm[]
  readonly writers: readonly string[]
  readonly plan: Plan
  readonly target: RunTarget
  readonly seed: string
  readonly out: string
  readonly stop: () => boolean
  /** A run that was cut off can go on: nothing that it is made of goes with its work folder. */
  readonly resumable?: boolean
  /** The texts of --runtime, for a run that goes on. */
  readonly runtimes?: readonly string[]
}

/** One run in a folder of its own, with a journal and progress on standard error; run.json is written. */
export async function measureOnce(once: Once): Promise<JournalledResult> {
  const now = new Date()
  const names = [...new Set(once.writers)].join('-')
  const what = `${once.target.architecture}-${once.plan.mode}-${names}`
  const commit = await gitCommit(control)
  const place = createRunFolder(once.out, what, now, randomBytes(4).toString('hex'))
  let journal: ReturnType<typeof openJournal>
  let arms: readonly ChosenArm[]
  try {
    journal = openJournal(place.folder)
    journal.append(headOf(once, place, now, commit))
    makeWorkFolder(place)
    arms = await once.arms(place)
    journal.append({
      kind: 'arms',
      arms: arms.map(journalArm),
      runtimes: (once.runtimes ?? []).map(absoluteRuntime),
    })
  } catch (error) {
    discard(place)
    throw error
  }
  return measureJournalled({ ...once, place, journal, arms, resume: false })
}

function headOf(once: Once, { id, folder }: RunFolder, now: Date, commit: string | null): JournalHead {
  return {
    kind: 'head',
    schema: journalSchemaName,
    id,
    created: now.toISOString(),
    resumable: once.resumable === true,
    command: ['seccomp-bench', ...process.argv.slice(2)],
    version: packageVersion(),
    commit,
    seed: once.seed,
    plan: once.plan,
    target: once.target,
    host: hostFacts(folder),
    owner: thisProcess(),
  }
}

function journalArm({ arm, profilePath }: ChosenArm): JournalArm {
  const { binary } = arm
  return { arm: { ...arm, ...(binary !== undefined && { binary: absolute(binary) }) }, profilePath }
}

function absoluteRuntime(text: string): string {
  const at = text.indexOf('=')
  return `${text.slice(0, at)}=${absolute(text.slice(at + 1))}`
}

/** A path is one from everywhere; a name is looked up on PATH. */
function absolute(program: string): string {
  return program.includes('/') ? resolve(program) : program
}
