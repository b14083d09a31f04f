import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parse as parseLossless } from 'lossless-json'
import { profileText, uint64 } from './arbitraries.ts'
import { type JsonDocument, maximumDepth, maximumText, parseJson } from './json.ts'
import { firstProblem } from './json-syntax.ts'
import { refusal } from './testing.ts'

/** The document with every number as the text that stands for it. */
function withNumberTexts(document: JsonDocument): unknown {
  const read = (value: unknown): unknown => {
    if (typeof value === 'number') return `number ${document.numberText(value)}`
    if (Array.isArray(value)) return value.map(read)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, read(field)]))
  }
  return read(document.root)
}

test('numbers come out as they were written, as another lossless parser reads them', () => {
  const numberish = fc.oneof(
    uint64.map(String),
    fc.constantFrom(
      '-0',
      '-1',
      '1.0',
      '1e3',
      '1E+2',
      '0.5',
      '18446744073709551616',
      '123456789012345678901234567890',
    ),
  )
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.string(), numberish, fc.constantFrom('', ' ', '\n\t')), { maxLength: 6 }),
      fields => {
        const unique = [...new Map(fields.map(field => [field[0], field])).values()]
        const text = `{${unique.map(([key, number, space]) => `${JSON.stringify(key)}:${space}${number}`)}}`
        const lossless = parseLossless(text, null, number => `number ${number}`)
        assert.deepEqual(withNumberTexts(parseJson(text)), { ...(lossless as object) })
      },
    ),
  )
})

test('profiles come out the same on the quick way and on the careful one', () => {
  fc.assert(
    fc.property(profileText, text => {
      const careful = `{"forces the careful way": -1, ${text.slice(1)}`
      fc.pre(text.length > 2 && parseJson(text).plain)
      assert.equal(parseJson(careful).plain, false)
      const { 'forces the careful way': _, ...rest } = withNumberTexts(parseJson(careful)) as Record<
        string,
        unknown
      >
      assert.deepEqual(rest, withNumberTexts(parseJson(text)))
    }),
  )
})

test('what looks like a number inside a string stays a string', () => {
  for (const text of [
    '{"a":"x: 1.5 \\" 7","b":-1}',
    '{"a: 12345678901234567":"\\\\","b":2}',
    '{"\\"":3.5,"c":"\\"4"}',
  ]) {
    const lossless = parseLossless(text, null, number => `number ${number}`)
    assert.deepEqual(withNumberTexts(parseJson(text)), lossless)
  }
})

test('text is taken as JSON exactly when JSON.parse takes it, and the place of the problem is the same on every Node', () => {
  const piece = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.constantFrom(
        ...'{}[],:"\\',
        '""',
        'a',
        'true',
        'nul',
        'null',
        '-',
        '0',
        '12',
        '.',
        'e',
        '+',
      ),
    },
    fc.constantFrom(' ', '\n', '\u0001', '\\u12', '\\u00e9', '\\n', '1.5', '"a":', '[]', '{}', '\ufeff', 'é'),
  )
  const broken = fc.tuple(profileText, fc.nat(), fc.nat(3), piece).map(([text, place, removed, inserted]) => {
    const cut = place % text.length
    return text.slice(0, cut) + inserted + text.slice(cut + removed)
  })
  const json = fc.oneof(
    fc.array(piece).map(list => list.join('')),
    fc.json(),
    broken,
  )
  fc.assert(
    fc.property(json, text => {
      const problem = firstProblem(text)
      let accepted = true
      try {
        JSON.parse(text)
      } catch {
        accepted = false
      }
      assert.equal(problem === null, accepted)
    }),
    { numRuns: 2000 },
  )
})

test('a syntax error is told by line, column, what stands there and what should', () => {
  const cases = [
    ['', 'line 1, column 1: found the end of the text, expected a value'],
    ['{', 'line 1, column 2: found the end of the text, expected a key in double quotes or "}"'],
    ['{\n  "a": 1,\n}', 'line 3, column 1: found "}", expected a key in double quotes'],
    ['{"a" 1}', 'line 1, column 6: found "1", expected ":"'],
    ['[1 2]', 'line 1, column 4: found "2", expected "," or "]"'],
    ['{"a":1]', 'line 1, column 7: found "]", expected "," or "}"'],
    ['{} {}', 'line 1, column 4: found "{", expected nothing more'],
    ['[tru]', 'line 1, column 5: found "]", expected the word true'],
    ['[01]', 'line 1, column 3: found "1", expected "," or "]"'],
    ['[1.]', 'line 1, column 4: found "]", expected a digit'],
    ['["a\nb"]', 'line 1, column 4: found "\\n", expected no control character inside a string'],
    ['["\\x"]', 'line 1, column 4: found "x", expected one of " \\ / b f n r t u'],
    ['["\\u12g4"]', 'line 1, column 7: found "g", expected four hexadecimal digits'],
    ['["abc', 'line 1, column 6: found the end of the text, expected a closing double quote'],
    ["{'a':1}", `line 1, column 2: found "'", expected a key in double quotes or "}"`],
    ['\ufeff{}', 'line 1, column 1: found "\ufeff", expected a value'],
    ['// hi\n{}', 'line 1, column 1: found "/", expected a value'],
  ] as const
  for (const [text, message] of cases) {
    assert.equal(
      refusal(() => parseJson(text)),
      `JSON syntax, ${message}`,
    )
  }
})

test('hostile texts are refused in one line', () => {
  const deep = 'found lists and objects nested deeper than 10000'
  const cases = [
    ['100,000 brackets deep', '['.repeat(100_000) + ']'.repeat(100_000), deep],
    ['100,000 objects deep', '{"a":'.repeat(100_000), deep],
    ['deep behind a string', `{"a":"[\\"[","b":${'['.repeat(20_001)}`, deep],
    [
      '100 MB',
      ' '.repeat(100_000_000),
      `found a text of 100000000 characters, expected at most ${maximumText}`,
    ],
    ['a long broken string', `"${'a'.repeat(10_000_000)}`, 'JSON syntax, line 1, column 10000002: '],
    ['a long broken number', `${'1'.repeat(10_000_000)}.`, 'JSON syntax, line 1, column 10000002: '],
  ] as const
  for (const [title, text, message] of cases) {
    assert.ok(refusal(() => parseJson(text)).startsWith(message), title)
  }
})

test('brackets in strings, and many of them side by side, are no depth', () => {
  const wide = `[${'[],'.repeat(20_000)}{}]`
  assert.equal((parseJson(wide).root as unknown[]).length, 20_001)
  assert.equal(parseJson(JSON.stringify('['.repeat(20_000))).root, '['.repeat(20_000))
  assert.doesNotThrow(() => parseJson('['.repeat(maximumDepth) + ']'.repeat(maximumDepth)))
  refusal(() => parseJson('['.repeat(maximumDepth + 1) + ']'.repeat(maximumDepth + 1)))
})

test('a key __proto__ is a key like any other, on both ways', () => {
  for (const number of ['1', '1.5']) {
    const { root } = parseJson(`{"__proto__":{"a":${number}},"b":${number}}`)
    assert.equal((root as Record<string, unknown>).a, undefined)
    assert.deepEqual(Object.keys(root as object), ['__proto__', 'b'])
  }
})
