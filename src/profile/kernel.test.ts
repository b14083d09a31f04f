import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { KernelVersion } from './docker.ts'
import { isAtLeast } from './kernel.ts'

test('versions compare by number, not by spelling', () => {
  const cases: readonly (readonly [kernel: string, minimum: string, expected: boolean])[] = [
    ['4.8', '4.8', true],
    ['4.10', '4.8', true],
    ['4.7', '4.8', false],
    ['5.0', '4.8', true],
    ['3.99', '4.8', false],
    ['10.0', '9.9', true],
    ['2.6', '0.0', true],
  ]
  for (const [kernel, minimum, expected] of cases) {
    assert.equal(isAtLeast(version(kernel), version(minimum)), expected, `${kernel} ${minimum}`)
  }
})

function version(text: string): KernelVersion {
  const [first, second] = text.split('.')
  return { version: Number(first), revision: Number(second) }
}
