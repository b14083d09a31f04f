/** Rounds that another program measured, or samples.csv of a run: one row per trial, or several that agree. */
import { parse } from 'csv-parse/sync'
import type { MeasuredRound } from '../analyse/rounds.ts'
import { BenchError, oneLine } from '../errors.ts'
import { shortened } from '../issue.ts'
import { readText } from '../read-text.ts'

export interface ImportedRounds {
  /** Sorted: which one ran first was a coin’s choice. */
  readonly arms: readonly string[]
  /** Columns that hold numbers and one value per trial, in the order of the file. */
  readonly metrics: readonly string[]
  readonly rounds: readonly MeasuredRound[]
}

/** A million trials. */
const largest_bytes = 32 * 1024 * 1024

/** `parseRounds` of a file; one that cannot be read is `bad-input`. */
export function readRounds(path: string): ImportedRounds {
  let text: string | null
  try {
    text = readText(path, largest_bytes)
  } catch (cause) {
    throw refusal(`${path}: the file cannot be read (${(cause as Error).message})`, cause)
  }
  if (text === null) throw refusal(`${path}: longer than ${largest_bytes} bytes`)
  return parseRounds(text, path)
}

/**
 * Columns `round` (whole number), `slot` (1: first in its round) and `arm`; all others that hold positive numbers, the
 * same in every row of a trial, are metrics. Rows with `warmup` or `interrupted` other than 0 are left out; an empty
 * cell is a trial without a value. Throws BenchError `bad-input`: file, line, what was found, what was expected.
 */
export function parseRounds(text: string, file: string): ImportedRounds {
  const [header, ...rows] = records(text, file)
  if (header === undefined) throw refusal(`${file}: found no line, expected a header and rows`)
  const columns = columnsOf(header.cells, file)
  const trials = new Map<string, Trial>()
  for (const row of rows) addRow(trials, columns, row, file)
  const all = [...trials.values()]
  if (all.length === 0) throw refusal(`${file}: found a header alone, expected rows`)
  const metrics = columns.others.filter(name => isMetric(all, name))
  return {
    arms: [...new Set(all.map(({ arm }) => arm))].sort(),
    metrics,
    rounds: roundsOf(all, metrics, file),
  }
}

interface Row {
  readonly cells: readonly string[]
  readonly line: number
}

interface Columns {
  readonly names: readonly string[]
  readonly others: readonly string[]
}

interface Trial {
  readonly round: number
  readonly slot: number
  readonly arm: string
  /** `undefined`: rows of this trial differ, or hold no number. */
  readonly values: Map<string, number | null | undefined>
}

const keys = ['round', 'slot', 'arm'] as const
const flags = ['warmup', 'interrupted'] as const

function records(text: string, file: string): Row[] {
  try {
    const found = parse(text, { bom: true, info: true, skip_empty_lines: true, max_record_size: 64 * 1024 })
    return (found as unknown as { record: string[]; info: { lines: number } }[]).map(({ record, info }) => ({
      cells: record,
      line: info.lines,
    }))
  } catch (cause) {
    throw refusal(`${file}: not CSV (${shortened(oneLine((cause as Error).message))})`, cause)
  }
}

function columnsOf(names: readonly string[], file: string): Columns {
  const odd = names.find(name => !/^[A-Za-z][A-Za-z0-9_ .-]{0,63}$/.test(name))
  if (odd !== undefined) {
    throw refusal(
      `${file}:1: found the column ${JSON.stringify(shortened(odd))}, expected a name of letters, digits and _`,
    )
  }
  if (new Set(names).size !== names.length) throw refusal(`${file}:1: found a column twice`)
  const missing = keys.filter(name => !names.includes(name))
  if (missing.length > 0) {
    throw refusal(`${file}:1: found no column ${missing.join(', ')}, expected ${keys.join(', ')} and numbers`)
  }
  const known: readonly string[] = [...keys, ...flags]
  return { names, others: names.filter(name => !known.includes(name)) }
}

function addRow(trials: Map<string, Trial>, { names, others }: Columns, row: Row, file: string): void {
  const cell = (name: string): string => row.cells[names.indexOf(name)] ?? ''
  if (flags.some(name => names.includes(name) && cell(name) !== '0' && cell(name) !== '')) return
  const round = whole(cell('round'), 'round', row, file)
  const slot = whole(cell('slot'), 'slot', row, file)
  const arm = cell('arm')
  if (arm === '' || arm.length > 100) {
    throw refusal(
      `${file}:${row.line}: arm: found ${JSON.stringify(shortened(arm))}, expected 1 to 100 characters`,
    )
  }
  const key = `${round} ${slot}`
  const before = trials.get(key)
  if (before === undefined) {
    const values = new Map(others.map(name => [name, numberOf(cell(name))]))
    trials.set(key, { round, slot, arm, values })
    return
  }
  if (before.arm !== arm) {
    throw refusal(
      `${file}:${row.line}: round ${round}, slot ${slot}: found ${shortened(oneLine(arm))} after ${shortened(oneLine(before.arm))}, expected one arm in a slot`,
    )
  }
  for (const name of others) {
    if (before.values.get(name) !== numberOf(cell(name))) before.values.set(name, undefined)
  }
}

function whole(text: string, name: string, { line }: Row, file: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw refusal(
    `${file}:${line}: ${name}: found ${JSON.stringify(shortened(text))}, expected a whole number from 0`,
  )
}

/** `null`: empty; `undefined`: no positive number. */
function numberOf(text: string): number | null | undefined {
  if (text === '') return null
  if (text.length > 40) return undefined
  const value = /^\+?\d*\.?\d+(?:[eE][+-]?\d{1,3})?$/.test(text) ? Number(text) : Number.NaN
  return value > 0 && value < 1e300 ? value : undefined
}

function isMetric(trials: readonly Trial[], name: string): boolean {
  const values = trials.map(trial => trial.values.get(name))
  return values.every(value => value !== undefined) && values.some(value => value !== null)
}

function roundsOf(trials: readonly Trial[], metrics: readonly string[], file: string): MeasuredRound[] {
  const byRound = new Map<number, Trial[]>()
  for (const trial of trials) {
    const list = byRound.get(trial.round)
    if (list === undefined) byRound.set(trial.round, [trial])
    else list.push(trial)
  }
  return [...byRound]
    .sort(([one], [other]) => one - other)
    .map(([round, list]) => {
      const inOrder = list.sort((one, other) => one.slot - other.slot)
      const slotArms = inOrder.map(({ arm }) => arm)
      if (new Set(slotArms).size !== slotArms.length) {
        throw refusal(`${file}: round ${round}: found an arm in two slots, expected each arm once a round`)
      }
      const values = Object.fromEntries(
        metrics.map(name => [name, inOrder.map(trial => trial.values.get(name) ?? null)]),
      )
      return { round, slotArms, values }
    })
}

function refusal(message: string, cause?: unknown): BenchError {
  return new BenchError('bad-input', message, {
    hint: 'a row per trial: round,slot,arm and columns of positive numbers, such as wall_ns',
    cause,
  })
}
