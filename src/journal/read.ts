import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { isCrowded } from '../crowded.ts'
import { BenchError } from '../errors.ts'
import { firstIssue, shortened } from '../issue.ts'
import type { ArmResult, HarnessFacts, NoiseSample, Resumption, Trial } from '../model.ts'
import { journalFileName } from './append.ts'
import { type JournalArm, type JournalHead, type JournalLine, journalLineSchema } from './lines.ts'
import type { Owner } from './owner.ts'
import { collectTrials } from './trials.ts'

/** What a journal says, put together. */
export interface JournalContent {
  readonly head: JournalHead
  /** The process that began the run, and those that went on with it. */
  readonly owners: readonly Owner[]
  readonly resumed: readonly Resumption[]
  /** `null`: the run died before it knew. */
  readonly arms: { readonly arms: readonly JournalArm[]; readonly runtimes: readonly string[] } | null
  /** Of the last opening. */
  readonly opened: readonly ArmResult[] | null
  readonly folders: readonly Extract<JournalLine, { kind: 'folder' }>[]
  readonly runtimes: readonly Extract<JournalLine, { kind: 'runtime' }>[]
  readonly containers: readonly Extract<JournalLine, { kind: 'containers' }>[]
  readonly trials: readonly Trial[]
  readonly noise: readonly NoiseSample[]
  /** When noise was read last; `null`: never. */
  readonly harness: HarnessFacts | null
  /** Lines that were cut off by a death: one for each, at most. */
  readonly torn: number
}

/**
 * Reads `<folder>/journal.jsonl`; `null`: there is none. A line may be torn where a process died: at the end, or
 * before the line of the process that went on. Throws BenchError `bad-input` for all else that is no journal of ours,
 * and for one that another user could have written: it names programs to run and folders to remove.
 */
export function readJournal(folder: string): JournalContent | null {
  const path = join(folder, journalFileName)
  let descriptor: number
  try {
    // A pipe that nobody writes to would never open.
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw unreadable(path, (cause as Error).message, cause)
  }
  try {
    checkOwner(path, descriptor)
    return gather(path, linesOf(path, descriptor))
  } finally {
    closeSync(descriptor)
  }
}

/** Each has a name in the memory of whoever reaps; a million rounds of two arms have as many. */
const mostContainers = 2_000_100

function checkOwner(path: string, descriptor: number): void {
  const stat = fstatSync(descriptor)
  if (!stat.isFile()) throw unreadable(path, 'no plain file')
  const { uid, mode } = stat
  if (uid !== process.getuid?.()) throw unreadable(path, 'another user’s')
  if ((mode & 0o022) !== 0) throw unreadable(path, 'others may write to it')
}

function gather(path: string, texts: Iterable<string>): JournalContent {
  let head: JournalHead | undefined
  let arms: JournalContent['arms'] = null
  let opened: JournalContent['opened'] = null
  let harness: HarnessFacts | null = null
  const owners: Owner[] = []
  const resumed: Resumption[] = []
  const folders: Extract<JournalLine, { kind: 'folder' }>[] = []
  const runtimes: Extract<JournalLine, { kind: 'runtime' }>[] = []
  const containers: Extract<JournalLine, { kind: 'containers' }>[] = []
  const trials = collectTrials()
  const noise: NoiseSample[] = []
  let torn = 0
  let named = 0
  let number = 0
  let pending: string | null = null
  for (const text of texts) {
    number += 1
    const parsed = parseLine(text)
    if (typeof parsed === 'string') {
      if (pending !== null || number === 1) throw unreadable(path, `line ${number}: ${pending ?? parsed}`)
      pending = parsed
      torn += 1
      continue
    }
    if (pending !== null && parsed.kind !== 'owner') throw unreadable(path, `line ${number - 1}: ${pending}`)
    pending = null
    if ((number === 1) !== (parsed.kind === 'head')) throw unreadable(path, `line ${number}: ${parsed.kind}`)
    switch (parsed.kind) {
      case 'head':
        head = parsed
        owners.push(parsed.owner)
        break
      case 'arms':
        arms = { arms: parsed.arms, runtimes: parsed.runtimes }
        break
      case 'owner':
        owners.push(parsed.owner)
        break
      case 'resumed':
        resumed.push(parsed.resumed)
        break
      case 'folder':
        folders.push(parsed)
        break
      case 'runtime':
        runtimes.push(parsed)
        break
      case 'opened':
        opened = parsed.arms
        break
      case 'containers':
        named += parsed.count
        if (named > mostContainers) throw unreadable(path, `more than ${mostContainers} containers`)
        containers.push(parsed)
        break
      case 'trial':
        trials.add(parsed.trial)
        break
      case 'noise':
        noise.push(parsed.sample)
        harness = parsed.harness
        break
    }
  }
  if (head === undefined) throw unreadable(path, 'it is empty')
  return {
    head,
    owners,
    resumed,
    arms,
    opened,
    folders,
    runtimes,
    containers,
    trials: trials.all(),
    noise,
    harness,
    torn,
  }
}

/** What is wrong with a line that cannot be read. */
function parseLine(text: string): JournalLine | string {
  if (isCrowded(text)) return 'more lists and objects than a line of that length has'
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return shortened((error as Error).message)
  }
  const parsed = journalLineSchema.safeParse(value)
  if (parsed.success) return parsed.data
  return firstIssue(parsed.error)
}

/** A batch of 10,000 containers has some 5 MB. */
const longestLine_bytes = 95 * 1024 * 1024

/** Lines without their ends, piece by piece: a long journal is never one string. */
function* linesOf(path: string, descriptor: number): Generator<string> {
  const piece = Buffer.alloc(256 * 1024)
  let rest: Buffer[] = []
  let length = 0
  for (;;) {
    const read = readSync(descriptor, piece)
    let from = 0
    for (let end = piece.indexOf(0x0a); end >= 0 && end < read; end = piece.indexOf(0x0a, from)) {
      yield Buffer.concat([...rest, piece.subarray(from, end)]).toString('utf8')
      rest = []
      length = 0
      from = end + 1
    }
    length += read - from
    if (length > longestLine_bytes) throw unreadable(path, 'a line is longer than any of ours')
    if (read > from) rest.push(Buffer.from(piece.subarray(from, read)))
    if (read === 0) break
  }
  if (rest.length > 0) yield Buffer.concat(rest).toString('utf8')
}

function unreadable(path: string, why: string, cause?: unknown): BenchError {
  return new BenchError('bad-input', `${path}: not a journal of a run (${why})`, {
    hint: 'give the folder of a run that was cut off',
    cause,
  })
}
