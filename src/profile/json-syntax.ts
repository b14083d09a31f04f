import { oneLine } from '../errors.ts'

export interface SyntaxProblem {
  /** From 1. */
  readonly line: number
  /** From 1, in UTF-16 units. */
  readonly column: number
  /** The character there, quoted, or the end of the text. */
  readonly found: string
  readonly expected: string
}

/** Where a text stops being JSON (RFC 8259); only to explain why JSON.parse refused it. No recursion: any depth. */
export function locateSyntaxError(text: string): SyntaxProblem {
  const { at, expected } = firstProblem(text) ?? { at: 0, expected: 'JSON' }
  const codePoint = text.codePointAt(at)
  let line = 1
  let lineStart = 0
  for (let feed = text.indexOf('\n'); feed !== -1 && feed < at; feed = text.indexOf('\n', feed + 1)) {
    line++
    lineStart = feed + 1
  }
  return {
    line,
    column: at - lineStart + 1,
    found:
      codePoint === undefined
        ? 'the end of the text'
        : oneLine(JSON.stringify(String.fromCodePoint(codePoint))),
    expected,
  }
}

interface Problem {
  readonly at: number
  readonly expected: string
}

/** What may stand next, between two tokens. */
type State = 'value' | 'value or ]' | 'key' | 'key or }' | 'colon' | 'comma or end'

/** `null`: the text is JSON. Exported for the property test against JSON.parse. */
export function firstProblem(text: string): Problem | null {
  const open: ('{' | '[')[] = []
  let state: State = 'value'
  let at = 0
  for (;;) {
    at = skip(text, at, ' \t\n\r')
    const character = text[at]
    if (state === 'comma or end') {
      const container = open.at(-1)
      if (container === undefined) return character === undefined ? null : { at, expected: 'nothing more' }
      const close = container === '{' ? '}' : ']'
      if (character === ',') state = container === '{' ? 'key' : 'value'
      else if (character === close) open.pop()
      else return { at, expected: `"," or "${close}"` }
      at++
    } else if (state === 'colon') {
      if (character !== ':') return { at, expected: '":"' }
      state = 'value'
      at++
    } else if (state === 'key' || state === 'key or }') {
      if (character === '"') {
        const end = stringEnd(text, at)
        if (typeof end !== 'number') return end
        at = end
        state = 'colon'
      } else if (character === '}' && state === 'key or }') {
        open.pop()
        state = 'comma or end'
        at++
      } else
        return { at, expected: state === 'key' ? 'a key in double quotes' : 'a key in double quotes or "}"' }
    } else if (character === '{' || character === '[') {
      open.push(character)
      state = character === '{' ? 'key or }' : 'value or ]'
      at++
    } else if (character === ']' && state === 'value or ]') {
      open.pop()
      state = 'comma or end'
      at++
    } else {
      const end = scalarEnd(text, at)
      if (typeof end !== 'number') return end
      at = end
      state = 'comma or end'
    }
  }
}

function scalarEnd(text: string, at: number): number | Problem {
  const first = text[at] ?? ''
  if (first === '"') return stringEnd(text, at)
  if (first !== '' && '-0123456789'.includes(first)) return numberEnd(text, at)
  const word = ['true', 'false', 'null'].find(candidate => candidate[0] === first)
  if (word === undefined) return { at, expected: 'a value' }
  for (let index = 0; index < word.length; index++) {
    if (text[at + index] !== word[index]) return { at: at + index, expected: `the word ${word}` }
  }
  return at + word.length
}

function stringEnd(text: string, start: number): number | Problem {
  for (let at = start + 1; ; at++) {
    const character = text[at]
    if (character === undefined) return { at, expected: 'a closing double quote' }
    if (character === '"') return at + 1
    if (character < ' ') return { at, expected: 'no control character inside a string' }
    if (character !== '\\') continue
    at++
    const escaped = text[at] ?? ''
    if (escaped === '' || !'"\\/bfnrtu'.includes(escaped))
      return { at, expected: 'one of " \\ / b f n r t u' }
    if (escaped !== 'u') continue
    const end = skip(text, at + 1, '0123456789abcdefABCDEF', 4)
    if (end < at + 5) return { at: end, expected: 'four hexadecimal digits' }
    at += 4
  }
}

function numberEnd(text: string, start: number): number | Problem {
  let at = text[start] === '-' ? start + 1 : start
  const whole = at
  at = text[at] === '0' ? at + 1 : skip(text, at, digits)
  if (at === whole) return { at, expected: 'a digit' }
  if (text[at] === '.') {
    const fraction = at + 1
    at = skip(text, fraction, digits)
    if (at === fraction) return { at, expected: 'a digit' }
  }
  if (text[at] === 'e' || text[at] === 'E') {
    const sign = text[at + 1] === '+' || text[at + 1] === '-' ? 1 : 0
    const exponent = at + 1 + sign
    at = skip(text, exponent, digits)
    if (at === exponent) return { at, expected: 'a digit' }
  }
  return at
}

const digits = '0123456789'

/** The first place from `at` on whose character is not in `set`, at most `limit` further. */
function skip(text: string, at: number, set: string, limit = Number.POSITIVE_INFINITY): number {
  let next = at
  while (next < text.length && next - at < limit && set.includes(text[next]!)) next++
  return next
}
