import { readFileSync } from 'node:fs'
import type { ProcessOutcome, ProcessUsage } from '../contracts.ts'
import { BenchError, oneLine } from '../errors.ts'
import type { Creation, PhaseTimes } from '../model.ts'

export const noPhases: PhaseTimes = {
  parse: null,
  convert: null,
  serialise: null,
  write: null,
  create: null,
  remove: null,
}

/** A creation under way; `finish` makes it a plain value. */
export interface Draft {
  start_ns: number
  end_ns: number
  phases: { -readonly [phase in keyof PhaseTimes]: PhaseTimes[phase] }
  bytes: number
  files: number
  usage: ProcessUsage | null
  /** Of the first failure. */
  reason: string | null
}

export function draft(): Draft {
  return { start_ns: 0, end_ns: 0, phases: { ...noPhases }, bytes: 0, files: 0, usage: null, reason: null }
}

/** `origin_ns`: the trial's start on the monotonic clock. */
export function finish(draft: Draft, origin_ns: number): Creation {
  const { parse, convert, serialise, write, create } = draft.phases
  const common = {
    start_ns: draft.start_ns - origin_ns,
    end_ns: draft.end_ns - origin_ns,
    latency_ns: (parse ?? 0) + (convert ?? 0) + (serialise ?? 0) + (write ?? 0) + (create ?? 0),
    phases: draft.phases,
    bytes: draft.bytes,
    files: draft.files,
    usage: draft.usage,
  }
  return draft.reason === null
    ? { status: 'created', ...common }
    : { status: 'failed', reason: draft.reason, ...common }
}

/**
 * Notes that the spec files could not be made. Throws BenchError `environment` where no later container can be made
 * either: a full or broken file system says nothing about an arm.
 */
export function noteSpec(draft: Draft, error: unknown): void {
  const { code, message } = error as NodeJS.ErrnoException
  if (hopeless.has(code ?? '')) {
    throw new BenchError('environment', `the spec files cannot be written (${message})`, {
      hint: 'check the space and the permissions of the output folder, or choose another with --out',
      cause: error,
    })
  }
  draft.reason = `spec: ${oneLine(message).slice(0, 1000)}`
}

const hopeless: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EROFS', 'EIO'])

/** Notes how a create ended. A process that did not exit with 0 leaves no time behind: failures stay out of times. */
export function noteCreate(draft: Draft, outcome: ProcessOutcome, log: string): void {
  if (outcome.status !== 'not-started') draft.end_ns = outcome.span.end_ns
  if (outcome.status === 'exited' && outcome.exitCode === 0) {
    draft.phases.create = outcome.span.end_ns - outcome.span.start_ns
    draft.usage = outcome.usage
  } else {
    draft.reason ??= `create: ${describe(outcome)}${lastLine(log)}`
  }
}

/** Notes how a remove ended; a container that cannot be removed counts as failed. */
export function noteRemove(draft: Draft, outcome: ProcessOutcome, log: string): void {
  if (outcome.status === 'exited' && outcome.exitCode === 0) {
    draft.phases.remove = outcome.span.end_ns - outcome.span.start_ns
  } else {
    draft.reason ??= `delete: ${describe(outcome)}${lastLine(log)}`
  }
}

function describe(outcome: ProcessOutcome): string {
  switch (outcome.status) {
    case 'exited':
      return `exit code ${outcome.exitCode}`
    case 'signalled':
      return `killed by signal ${outcome.signal}`
    case 'timed-out':
      return 'no end within the timeout (--timeout), killed'
    case 'not-started':
      return `not started (${outcome.reason})`
  }
}

/** What the process said last, where it said anything: runtimes put the reason there. */
function lastLine(log: string): string {
  let text: string
  try {
    text = readFileSync(log, 'utf8')
  } catch {
    return ''
  }
  const line = text.trimEnd().split('\n').at(-1) ?? ''
  return line === '' ? '' : `: ${oneLine(line).slice(0, 300)}`
}
