import { BenchError } from '../errors.ts'
import { locateSyntaxError } from './json-syntax.ts'

/** A parsed JSON text whose numbers have not lost a digit. */
export interface JsonDocument {
  readonly root: unknown
  /** How the number that stands as `value` below `root` is written in the text. */
  readonly numberText: (value: number) => string
  /** Whether numbers below `root` are what the text says (`false`: ask `numberText`). */
  readonly plain: boolean
}

/** UTF-16 units; the real profiles have some 14,000. */
export const maximumText = 16 * 1024 * 1024

/** What Go's encoding/json takes. */
export const maximumDepth = 10_000

/**
 * Parses JSON without losing digits: JSON.parse alone turns 18446744073709551615 into 18446744073709552000, and 1.0
 * into 1. Of a repeated key the last value counts, whole, and `__proto__` is a key like any other (both as JSON.parse
 * has it). Throws BenchError `bad-input`: too long, too deep, or line and column of the first syntax error.
 */
export function parseJson(text: string): JsonDocument {
  if (text.length > maximumText) {
    refuse(`found a text of ${text.length} characters, expected at most ${maximumText}`)
  }
  if (isDeep(text)) refuse(`found lists and objects nested deeper than ${maximumDepth}`)
  const root = parseOrExplain(text)
  if (!hasDelicateNumber(text)) return { root, numberText: String, plain: true }
  const { indexed, numbers } = indexNumbers(text)
  return { root: JSON.parse(indexed), numberText: index => numbers[index]!, plain: false }
}

function refuse(message: string): never {
  throw new BenchError('bad-input', message, { hint: 'give a seccomp profile in JSON, in Docker’s format' })
}

/**
 * V8 parses any depth, but what reads the result later may not. A short text cannot nest deeply (every bracket needs
 * its partner, or JSON.parse refuses it), nor can few brackets, and counting them is quick.
 */
function isDeep(text: string): boolean {
  if (text.length <= 2 * maximumDepth) return false
  let brackets = 0
  for (const bracket of '[{') {
    for (let at = text.indexOf(bracket); at !== -1; at = text.indexOf(bracket, at + 1)) {
      if (++brackets > maximumDepth) return depthExceeds(text)
    }
  }
  return false
}

function depthExceeds(text: string): boolean {
  let depth = 0
  let inString = false
  for (let at = 0; at < text.length; at++) {
    const character = text.charCodeAt(at)
    if (character === 0x22) inString = !inString
    else if (inString && character === 0x5c) at++
    else if (inString) continue
    else if (character === 0x5b || character === 0x7b) {
      if (++depth > maximumDepth) return true
    } else if (character === 0x5d || character === 0x7d) depth--
  }
  return false
}

/** V8's own messages differ between Node versions, so the place is found here. */
function parseOrExplain(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    const { line, column, found, expected } = locateSyntaxError(text)
    throw new BenchError(
      'bad-input',
      `JSON syntax, line ${line}, column ${column}: found ${found}, expected ${expected}`,
      { hint: 'give a seccomp profile in JSON, in Docker’s format', cause },
    )
  }
}

/**
 * Whether JSON.parse may have changed a number that is the value of a key: one of 16 digits or more, a negative one,
 * one with a fraction or an exponent. A colon inside a string may look like one, which costs time, not truth.
 */
function hasDelicateNumber(text: string): boolean {
  for (let at = text.indexOf(':'); at !== -1; at = text.indexOf(':', at + 1)) {
    let next = at + 1
    while (isSpace(text.charCodeAt(next))) next++
    const start = next
    if (text.charCodeAt(start) === 0x2d) return true
    while (isDigit(text.charCodeAt(next))) next++
    if (next === start) continue
    if (next - start >= 16) return true
    const after = text.charCodeAt(next)
    if (after === 0x2e || after === 0x65 || after === 0x45) return true
  }
  return false
}

/** Puts in the place of the n-th number of a valid JSON text the number n, which JSON.parse cannot harm. */
function indexNumbers(text: string): { indexed: string; numbers: readonly string[] } {
  const numbers: string[] = []
  let inString = false
  const indexed = text.replace(/\\.|"|-?\d[\d.eE+-]*/g, token => {
    if (token === '"') inString = !inString
    else if (!inString) return String(numbers.push(token) - 1)
    return token
  })
  return { indexed, numbers }
}

function isSpace(character: number): boolean {
  return character === 0x20 || character === 0x0a || character === 0x09 || character === 0x0d
}

function isDigit(character: number): boolean {
  return character >= 0x30 && character <= 0x39
}
