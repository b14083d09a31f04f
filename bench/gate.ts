import { createHash, randomBytes } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type Baseline,
  BenchError,
  baselineText,
  type CountedLedger,
  capabilitySets,
  compareLedger,
  compareRun,
  converters,
  countLedger,
  emptyBaseline,
  oneLine,
  openLibseccomp,
  parseSeed,
  type Run,
  readBaseline,
  readRun,
  sessionOf,
  type Target,
  updateLedger,
  updateTimes,
} from '../src/index.ts'
import { printError } from './errors.ts'
import { gateAgainst } from './gate/against.ts'
import { type OutputOptions, publishGate } from './gate/output.ts'
import { packageFolder } from './package.ts'
import { onStopSignal } from './signals.ts'

export interface GateOptions extends OutputOptions {
  readonly baseline?: string
  readonly update: boolean
  readonly against?: string
  /** Slower by less than this is fine, %. */
  readonly margin: number
  /** --against: at most so many. */
  readonly rounds: number
  readonly seed?: string
}

/**
 * Exit code 0: shown to be no worse. 1: worse. 2: wrong use. 3: cannot tell, which includes that this machine could
 * not do what was asked.
 */
export async function gateCommand(folders: readonly string[], options: GateOptions): Promise<void> {
  try {
    if (options.against !== undefined) await againstRevision(folders, options, options.against)
    else if (options.baseline !== undefined) againstBaseline(folders, options, options.baseline)
    else throw wrongUse('nothing to compare with', 'give --baseline FILE or --against GITREF')
  } catch (error) {
    if (!(error instanceof BenchError) || error.code !== 'environment') throw error
    printError(error)
    process.exitCode = 3
  }
}

async function againstRevision(
  folders: readonly string[],
  options: GateOptions,
  reference: string,
): Promise<void> {
  if (options.baseline !== undefined || options.update || folders.length > 0) {
    throw wrongUse('--against compares two builds', 'leave out --baseline, --update and runs')
  }
  const signals = onStopSignal()
  const report = await gateAgainst({
    reference,
    profile: join(packageFolder, 'scenarios/profiles/default.json'),
    target: targets[0],
    margin_pct: options.margin,
    rounds: options.rounds,
    seed: parseSeed(options.seed ?? randomBytes(8).toString('hex')),
    stop: () => signals.caught() !== null,
  })
  publishGate(report, options)
  const signal = signals.caught()
  if (signal !== null) process.exitCode = 128 + signal.number
}

function againstBaseline(folders: readonly string[], options: GateOptions, file: string): void {
  const ledger = countLedger({ profiles: ledgerProfiles(), converters, targets, opened: openLibseccomp() })
  const runs = folders.map(readRun)
  if (options.update) {
    update(file, ledger, runs)
    return
  }
  const baseline = readBaseline(file)
  const { checks, notes } = compareLedger(baseline, ledger)
  const times = runs.flatMap(run => compareRun(baseline, run, options.margin))
  publishGate({ title: `this build against ${file}`, notes, checks: [...checks, ...times] }, options)
}

function update(file: string, ledger: CountedLedger, runs: readonly Run[]): void {
  const before = existsSync(file) ? readBaseline(file) : emptyBaseline
  let { baseline, changes } = updateLedger(before, ledger)
  for (const run of runs) {
    const updated = updateTimes(baseline, fitSession(run))
    baseline = updated.baseline
    changes = [...changes, ...updated.changes]
  }
  writeBaseline(file, baseline)
  for (const change of changes) process.stdout.write(`${oneLine(change)}\n`)
  process.stdout.write(`${changes.length === 0 ? 'nothing changed' : 'written'}: ${file}\n`)
}

function fitSession(run: Run) {
  const result = sessionOf(run)
  if ('session' in result) return result.session
  throw new BenchError('bad-input', `${run.id}: found an unfit run, expected a baseline: ${result.unfit}`, {
    hint: 'measure again, with more rounds',
  })
}

function writeBaseline(file: string, baseline: Baseline): void {
  try {
    // By rename: whoever reads a baseline reads all of it.
    writeFileSync(`${file}.partial`, baselineText(baseline))
    renameSync(`${file}.partial`, file)
  } catch (cause) {
    throw new BenchError('environment', `${file}: cannot be written (${(cause as Error).message})`, { cause })
  }
}

/** Fixed, whatever machine counts: the ledger is the same everywhere. */
const kernel = { version: 6, revision: 1 }
const targets = [
  { machine: 'x86_64', capabilities: capabilitySets.docker, kernel },
  { machine: 'aarch64', capabilities: capabilitySets.docker, kernel },
] as const satisfies readonly Target[]

/** The project's own profiles. */
function ledgerProfiles() {
  const folder = join(packageFolder, 'scenarios/profiles')
  return readdirSync(folder)
    .filter(name => name.endsWith('.json'))
    .sort()
    .map(name => {
      const text = readFileSync(join(folder, name), 'utf8')
      const sha256 = createHash('sha256').update(text).digest('hex')
      return { text, reference: { name, bytes: Buffer.byteLength(text), sha256 } }
    })
}

function wrongUse(found: string, hint: string): BenchError {
  return new BenchError('bad-input', `gate: ${found}`, { hint })
}
