/** Texts that are nearly right: what a hand, a broken disk or an enemy makes of a real file. */
import fc from 'fast-check'

/** A few edits of one of the seeds, by character and, where it is JSON, by value. */
export function nearly(...seeds: readonly string[]): fc.Arbitrary<string> {
  const seed = fc.constantFrom(...seeds)
  return fc.oneof(
    { weight: 3, arbitrary: fc.tuple(seed, edits).map(([text, list]) => list.reduce(edited, text)) },
    { weight: 3, arbitrary: fc.tuple(seed, changes).map(([text, list]) => list.reduce(changed, text)) },
    { weight: 1, arbitrary: fc.tuple(seed, seed, fc.nat(), fc.nat()).map(spliced) },
    { weight: 1, arbitrary: fc.oneof(fc.json(), fc.string({ unit: 'binary', maxLength: 200 })) },
  )
}

const hostileWords = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  '../../../../etc/passwd',
  '/dev/zero',
  '\u0000',
  '\u001b[2J',
  'a\nb',
  '\u2028',
  '\ud800',
  '',
  ' ',
  '$(reboot)',
  '<script>',
  'x'.repeat(3000),
] as const

/** Strings that programs of this kind have fallen over. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...hostileWords),
  fc.string({ unit: 'binary', maxLength: 40 }),
)

const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  hostileText,
  fc.constantFrom(null, true, [], {}, [[]], -1, 0, 0.5, 1e308, -1e308, 2 ** 53, 2 ** 32, 5e-324),
  fc.constantFrom<unknown>(...hostileWords.slice(0, 4).map(word => JSON.parse(`{"${word}":{"polluted":1}}`))),
  fc.jsonValue({ maxDepth: 3 }),
)

interface Edit {
  readonly place: number
  readonly removed: number
  readonly inserted: string
}

const edits = fc.array(
  fc.record({
    place: fc.nat(),
    removed: fc.oneof(fc.nat(4), fc.nat(400)),
    inserted: fc.oneof(
      fc.constant(''),
      fc.constantFrom(...'{}[]",:\\\n\t-0&*!|>#%@`?', '1e999', '18446744073709551616', 'null', '\ufeff'),
      hostileText,
    ),
  }),
  { minLength: 1, maxLength: 6 },
)

function edited(text: string, { place, removed, inserted }: Edit): string {
  const cut = place % (text.length + 1)
  return text.slice(0, cut) + inserted + text.slice(cut + removed)
}

const changes = fc.array(
  fc.record({
    place: fc.nat(),
    kind: fc.constantFrom('replace', 'remove', 'add', 'repeat', 'copy'),
    key: fc.oneof(hostileText, fc.constantFrom('name', 'names', 'architectures', 'extra')),
    value: hostileValue,
  }),
  { minLength: 1, maxLength: 4 },
)

type Change = (typeof changes extends fc.Arbitrary<infer T> ? T : never)[number]

/** Changes one value somewhere in a JSON text; what is no JSON (any more) comes back as it is. */
function changed(text: string, { place, kind, key, value }: Change): string {
  let root: unknown
  try {
    root = JSON.parse(text)
  } catch {
    return text
  }
  const places = placesOf(root)
  if (places.length === 0) return JSON.stringify(value)
  const { parent, at } = places[place % places.length]!
  if (kind === 'remove') Array.isArray(parent) ? parent.splice(Number(at), 1) : delete parent[at]
  else if (kind === 'repeat' && Array.isArray(parent)) parent.push(...parent.slice(0, 50))
  else if (kind === 'add' && !Array.isArray(parent)) define(parent, key, value)
  else if (kind === 'copy') define(parent, at, parent[Object.keys(parent)[0]!])
  else define(parent, at, value)
  return JSON.stringify(root)
}

interface Place {
  readonly parent: Record<string, unknown>
  readonly at: string
}

/** Every value of a JSON document below its root. */
export function placesOf(value: unknown): Place[] {
  if (typeof value !== 'object' || value === null) return []
  const parent = value as Record<string, unknown>
  return Object.keys(parent).flatMap(at => [{ parent, at }, ...placesOf(parent[at])])
}

/** As JSON.parse does it: `__proto__` becomes a key, and changes nothing here. */
function define(object: object, key: string, value: unknown): void {
  Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true })
}

function spliced([one, other, start, end]: [string, string, number, number]): string {
  return one.slice(0, start % (one.length + 1)) + other.slice(end % (other.length + 1))
}
