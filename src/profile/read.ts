import { BenchError } from '../errors.ts'
import type { JsonDocument } from './json.ts'
import type { UInt64 } from './uint64.ts'

/** A place in a document, innermost step first; written out (`$.syscalls[3].args`) only when something is wrong there. */
export interface Place {
  readonly outer: Place | null
  readonly step: string | number
}

export function at(outer: Place | null, step: string | number): Place {
  return { outer, step }
}

/** Stops with `<JSON path>: found <value>, expected <expected>`. */
export function refuse(place: Place | null, found: string, expected: string): never {
  throw new BenchError('bad-input', `${pathOf(place)}: found ${found}, expected ${expected}`, {
    hint: 'mend the profile: its format is described in Docker’s manual, “Seccomp security profiles”',
  })
}

function pathOf(place: Place | null): string {
  const steps: string[] = []
  for (let here = place; here !== null; here = here.outer) {
    steps.push(typeof here.step === 'number' ? `[${here.step}]` : `.${here.step}`)
  }
  return `$${steps.reverse().join('')}`
}

/** A value in a few words: never longer than a line, whatever it holds. */
function describe(value: unknown, document?: JsonDocument): string {
  if (value === undefined) return 'nothing'
  if (typeof value === 'number') return shorten(document?.numberText(value) ?? String(value))
  if (typeof value === 'string') return shorten(JSON.stringify(value.slice(0, 200)))
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`
  return typeof value === 'object' && value !== null ? 'an object' : String(value)
}

function shorten(text: string): string {
  return text.length <= 40 ? text : `${text.slice(0, 39)}…`
}

/** An object of a document, with the place where it stands. */
export interface ObjectAt {
  readonly fields: Readonly<Record<string, unknown>>
  /** `null`: the document itself. */
  readonly place: Place | null
  readonly document: JsonDocument
}

/**
 * The object `value`, its keys among `known` spelled as in `known`. Go takes a key in any case, so a profile that says
 * `DefaultAction` filters under Docker; ignoring the key here would convert it to no filter at all.
 * `null`, which Go takes for an empty object, gives one; unknown keys stay and mean nothing.
 */
export function readObject(
  value: unknown,
  place: Place | null,
  known: KeySet,
  document: JsonDocument,
): ObjectAt {
  if (value === null) return { fields: {}, place, document }
  if (typeof value !== 'object' || Array.isArray(value)) refuse(place, describe(value, document), 'an object')
  const fields = value as ObjectAt['fields']
  for (const key in fields) {
    if (known.get(key) !== key && known.has(key.toLowerCase())) {
      return { fields: respell(fields, known), place, document }
    }
  }
  return { fields, place, document }
}

/** Maps each known key, and its lower-case form, to the key. */
export type KeySet = ReadonlyMap<string, string>

export function keySet(...keys: readonly string[]): KeySet {
  return new Map(keys.flatMap(key => [[key.toLowerCase(), key] as const, [key, key] as const]))
}

function respell(fields: ObjectAt['fields'], known: KeySet): ObjectAt['fields'] {
  const respelled: Record<string, unknown> = {}
  for (const key in fields) {
    const name = known.get(key.toLowerCase())
    if (name !== undefined) respelled[name] = fields[key]
  }
  return respelled
}

/** Stops because of what stands under `key`. */
export function refuseField(here: ObjectAt, key: string, expected: string): never {
  return refuse(at(here.place, key), describe(here.fields[key], here.document), expected)
}

/** A list; missing and `null` are an empty one, as in Go. */
function readList(here: ObjectAt, key: string): readonly unknown[] {
  const value = here.fields[key]
  if (Array.isArray(value)) return value
  return value === undefined || value === null ? [] : refuseField(here, key, 'a list')
}

/** A list whose elements `readElement` reads. */
export function readEach<T>(
  here: ObjectAt,
  key: string,
  readElement: (value: unknown, place: Place, document: JsonDocument) => T,
): readonly T[] {
  const list = readList(here, key)
  if (list.length === 0) return []
  const place = at(here.place, key)
  return list.map((element, index) => readElement(element, at(place, index), here.document))
}

/** Which strings may stand somewhere. */
export interface Allowed {
  readonly test: (text: string) => boolean
  readonly expected: string
}

/** A list of strings, each one of `allowed`. */
export function readWords(here: ObjectAt, key: string, allowed: Allowed): readonly string[] {
  const list = readList(here, key)
  for (let index = 0; index < list.length; index++) {
    const word = list[index]
    if (typeof word !== 'string' || !allowed.test(word)) {
      refuse(at(at(here.place, key), index), describe(word, here.document), allowed.expected)
    }
  }
  return list as readonly string[]
}

/** One string of `allowed`, which must be there. */
export function readWord(here: ObjectAt, key: string, allowed: Allowed): string {
  const value = here.fields[key]
  return typeof value === 'string' && allowed.test(value) ? value : refuseField(here, key, allowed.expected)
}

/**
 * A whole number from 0 to `maximum`, written in digits alone (Go refuses 1.0 and 1e3 too). Missing and `null` are
 * undefined.
 */
export function readUInt(here: ObjectAt, key: string, maximum: UInt64): UInt64 | undefined {
  const value = here.fields[key]
  if (value === undefined || value === null) return undefined
  if (typeof value === 'number') {
    if (here.document.plain && value <= maximum) return value
    const text = here.document.numberText(value)
    if (/^\d{1,20}$/.test(text) && BigInt(text) <= maximum) {
      return BigInt(text) <= Number.MAX_SAFE_INTEGER ? Number(text) : BigInt(text)
    }
  }
  return refuseField(here, key, `a whole number from 0 to ${maximum}`)
}

export const maximumUInt32 = 0xffff_ffff
export const maximumUInt64 = 0xffff_ffff_ffff_ffffn
