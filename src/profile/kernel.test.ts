import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isAtLeast, parseKernelRelease } from './kernel.ts'
import { refusal } from './testing.ts'

test('the first two numbers of a kernel release count', () => {
  const cases = [
    ['6.1', 6, 1],
    ['6.1.0-13-amd64', 6, 1],
    ['3.12-1-amd64', 3, 12],
    ['3.12-rc5', 3, 12],
    ['4.19.90-2112.8.0.0131.oe1.aarch64', 4, 19],
  ] as const
  for (const [release, version, revision] of cases) {
    assert.deepEqual(parseKernelRelease(release), { version, revision })
  }
})

test('a release without two numbers is refused in one line', () => {
  for (const release of ['', '6', 'six.one', '-6.1', 'v6.1', '6.1234567890']) {
    assert.match(
      refusal(() => parseKernelRelease(release)),
      /^kernel ".*": expected a version such as 6.1$/,
    )
  }
})

test('versions compare by number, not by spelling', () => {
  const cases = [
    ['4.8', '4.8', true],
    ['4.10', '4.8', true],
    ['4.7', '4.8', false],
    ['5.0', '4.8', true],
    ['3.99', '4.8', false],
    ['10.0', '9.9', true],
  ] as const
  for (const [kernel, minimum, expected] of cases) {
    assert.equal(
      isAtLeast(parseKernelRelease(kernel), parseKernelRelease(minimum)),
      expected,
      `${kernel} ${minimum}`,
    )
  }
})
