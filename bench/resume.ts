import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import {
  BenchError,
  control,
  converters,
  hostFacts,
  isThisProcess,
  type JournalContent,
  launchers,
  openJournal,
  ownerState,
  parseRuntimeOption,
  readJournal,
  readRun,
  reapRun,
  resumePoint,
  runFileName,
  type SpecWriter,
  thisProcess,
  writers,
} from '../src/index.ts'
import { type ChosenArm, readProfile } from './arms.ts'
import { gitCommit } from './git.ts'
import { type JournalledResult, measureJournalled } from './measure-journalled.ts'
import { packageVersion } from './package.ts'
import { prepareProcess } from './prepare-process.ts'
import { makeWorkFolder } from './run-folder.ts'

/**
 * Goes on with a run that was cut off: the same seed, hence the same schedule, from the first round that is not whole.
 * First what the dead process left is removed. Throws BenchError `bad-input` where it would not be the same run.
 */
export async function resumeRun(run: string, stop: () => boolean): Promise<JournalledResult> {
  const folder = resolve(run)
  const content = readable(folder)
  const { head } = content
  refuseOtherPlace(content)
  const arms = armsOf(content)
  if (head.commit !== (await gitCommit(control))) {
    tell(`the run began at commit ${head.commit}; this is another state of the program`)
  }
  if (content.torn > 0)
    tell(`a line was cut off in the journal: the trial in flight is lost and measured again`)
  const journal = claim(folder)
  prepareProcess(head.plan)
  const clean = await reapRun({ folder, content, control, dryRun: false, tell })
  if (!clean)
    throw new BenchError('environment', `${folder}: what the dead run left cannot all be removed`, {
      hint: 'see the lines above',
    })
  const host = hostFacts(folder)
  const differing = (Object.keys(host) as (keyof typeof host)[]).filter(
    key => JSON.stringify(host[key]) !== JSON.stringify(head.host[key]),
  )
  if (differing.length > 0) {
    const [key] = differing
    throw new BenchError(
      'bad-input',
      `${folder}: the run began on another host: ${key} was ${JSON.stringify(head.host[key!])}, found ${JSON.stringify(host[key!])}`,
      { hint: 'go on where it began, or begin a new run' },
    )
  }
  const place = { id: head.id, folder, workFolder: join(folder, 'work') }
  makeWorkFolder(place)
  const { plan, target, seed } = head
  const { round } = resumePoint(content.trials, content.noise, arms.length)
  journal.append({ kind: 'resumed', resumed: { round, at: new Date().toISOString() } })
  return measureJournalled({ place, journal, arms, plan, target, seed, stop, resume: true, resumable: true })
}

function readable(folder: string): JournalContent {
  const content = readJournal(folder)
  if (content?.head.resumable) return content
  if (content !== null) {
    throw new BenchError('bad-input', `${folder}: only what \`run\` began can be resumed`, {
      hint: `seccomp-bench reap ${folder} removes what is left of it`,
    })
  }
  if (existsSync(join(folder, runFileName))) {
    const { status, trials } = readRun(folder)
    throw new BenchError(
      'bad-input',
      `${folder}: nothing to resume, it is ${status} with ${trials.length} trials`,
      {
        hint: `seccomp-bench analyse ${folder} says what came out`,
      },
    )
  }
  throw new BenchError('bad-input', `${folder}: there is no journal.jsonl`, {
    hint: 'give the folder of a run that was cut off',
  })
}

function refuseOtherPlace({ head }: JournalContent): void {
  if (head.version === packageVersion()) return
  throw new BenchError(
    'bad-input',
    `${head.id}: begun by version ${head.version}, this is ${packageVersion()}: times of another program are not pooled`,
    { hint: 'resume it with the version that began it, or begin a new run' },
  )
}

/** The arms as they were, with their profiles read anew and their hashes checked. */
function armsOf({ head, arms }: JournalContent): ChosenArm[] {
  if (arms === null) {
    throw new BenchError('bad-input', `${head.id}: it died before it knew its arms`, {
      hint: 'begin a new run; `seccomp-bench reap` removes this one',
    })
  }
  const known: Record<string, SpecWriter> = {
    ...writers,
    ...Object.fromEntries(arms.runtimes.map(parseRuntimeOption).map(writer => [writer.name, writer])),
  }
  return arms.arms.map(({ arm, profilePath }) => {
    const { text, reference } = readProfile(profilePath)
    if (reference.sha256 !== arm.profile.sha256) {
      throw new BenchError(
        'bad-input',
        `${profilePath}: the profile has changed since the run began (sha256 ${arm.profile.sha256.slice(0, 12)}…, found ${reference.sha256.slice(0, 12)}…)`,
        { hint: 'put the old one back, or begin a new run' },
      )
    }
    const own = <T>(names: Readonly<Record<string, T>>, name: string, what: string): T => {
      if (Object.hasOwn(names, name)) return names[name]!
      throw new BenchError('bad-input', `${head.id}: there is no ${what} ${name.slice(0, 60)}`)
    }
    own(converters, arm.converter, 'converter')
    own(launchers, head.plan.launcher, 'launcher')
    return { arm, profileText: text, profilePath, writer: own(known, arm.writer, 'writer') }
  })
}

/**
 * Of several processes that want the run the first one that wrote its name and lives has it: appended lines have an
 * order that all of them see.
 */
function claim(folder: string): ReturnType<typeof openJournal> {
  const journal = openJournal(folder)
  journal.append({ kind: 'owner', owner: thisProcess() })
  const first = readJournal(folder)?.owners.find(owner => ownerState(owner) !== 'dead')
  if (first !== undefined && isThisProcess(first)) return journal
  journal.close()
  throw new BenchError(
    'bad-input',
    first !== undefined && ownerState(first) === 'elsewhere'
      ? `${folder}: begun in another PID namespace, from here nobody can tell whether it still runs`
      : `${folder}: still running (process ${first?.pid})`,
    { hint: 'wait for it, or stop it with Ctrl-C' },
  )
}

function tell(line: string): void {
  process.stderr.write(`${line}\n`)
}
