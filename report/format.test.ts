import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { change, duration } from './format.ts'

describe('numbers for people', () => {
  const durations: readonly [number, 'ns' | 'us', string][] = [
    [0, 'ns', '0.00 ns'],
    [999, 'ns', '999 ns'],
    [1234, 'ns', '1.23 µs'],
    [999_600, 'ns', '1.00 ms'],
    [12_345, 'us', '12.3 ms'],
    [57_000_000_000, 'ns', '57.0 s'],
    [570_000_000_000, 'ns', '570 s'],
  ]
  for (const [value, unit, text] of durations) {
    it(`say ${value} ${unit} as ${text}`, () => assert.equal(duration(value, unit), text))
  }

  it('always have a sign where they are changes, a true minus', () => {
    assert.equal(change(0.5), '+0.50 %')
    assert.equal(change(-12.34), '−12.3 %')
  })
})
