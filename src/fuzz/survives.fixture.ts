/** What every reader of input must hold, whatever it is given. */
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { BenchError } from '../errors.ts'
import { inputs, type Kind } from './amounts.fixture.ts'

/** A thousand times what any input takes on an idle machine. */
const patience_ms = 10_000

/** The longest message that still is a line for people. */
const longestMessage = 1000

/**
 * `read` either takes an input or refuses it with BenchError `bad-input` in one line; it comes to an end, and no
 * prototype is changed by it. Returns how many were taken: a generator of which nothing is ever taken, or nothing
 * refused, tests little.
 */
export function survives<T>(
  arbitrary: fc.Arbitrary<T>,
  kind: Kind,
  read: (input: T) => void,
): { taken: number; refused: number } {
  const before = prototypes()
  let taken = 0
  let refused = 0
  fc.assert(
    fc.property(arbitrary, input => {
      const start = performance.now()
      try {
        read(input)
        taken += 1
      } catch (error) {
        assertRefusal(error)
        refused += 1
      }
      assert.ok(performance.now() - start < patience_ms, 'no input may take that long')
      assert.deepEqual(prototypes(), before)
    }),
    { numRuns: inputs(kind), includeErrorInReport: true },
  )
  return { taken, refused }
}

/** One line of bounded length, no control characters, the code of wrong input. */
export function assertRefusal(error: unknown): void {
  if (!(error instanceof BenchError)) throw error
  assert.equal(error.code, 'bad-input')
  for (const text of [error.message, error.hint ?? '']) {
    assert.ok(text.length <= longestMessage, `a message of ${text.length} characters`)
    assert.doesNotMatch(text, /\p{Cc}/u)
  }
}

/** Names and values of what JSON and YAML might reach through `__proto__` and `constructor`. */
function prototypes(): unknown {
  return [Object.prototype, Array.prototype, Function.prototype, String.prototype, Object].map(object => [
    Object.getPrototypeOf(object),
    ...Reflect.ownKeys(object),
  ])
}
