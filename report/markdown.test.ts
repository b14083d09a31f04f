import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sampleRun } from '../src/run-sample.ts'
import { hostileRun } from './hostile.fixture.ts'
import { escaped, markdown } from './markdown.ts'
import { reportSet } from './set.ts'

describe('the report for a pull request', () => {
  const set = reportSet(
    [sampleRun({ rounds: 40 }), sampleRun({ rounds: 12, mode: 'parallel', writer: 'crun' })],
    {
      reference: true,
    },
  )
  const text = markdown(set)

  it('begins with the verdicts in words', () => {
    const [head, , first, second] = text.split('\n')
    assert.equal(head, '# seccomp-bench')
    assert.match(first!, /^- \*\*.*host-arch against full-arch.*FASTER/)
    assert.match(second!, /^- \*\*.*10 containers created at once/)
  })

  it('links every picture that is written beside it', () => {
    for (const { pictures } of set)
      for (const { name } of pictures) assert.ok(text.includes(`(${name}.png)`), name)
  })

  it('says how to repeat each run', () => {
    assert.equal(text.match(/seccomp-bench run --seed 0123456789abcdef/g)?.length, 2)
  })

  it('has rows of the same number of cells in each table', () => {
    const widths = text
      .split('\n')
      .filter(line => line.startsWith('|'))
      .map(line => line.split('|').length)
    assert.ok(widths.length > 8)
    assert.deepEqual(new Set(widths), new Set([6]))
  })

  it('lets no hostile name act outside of the commands', () => {
    const outside = markdown(reportSet([hostileRun()], { reference: false })).replace(
      /^(`{4,})sh\n[\s\S]*?\n\1$/gm,
      '',
    )
    for (const active of ['<img', '</script', '<!--', '](javascript', '@everyone', '```', 'http://']) {
      assert.ok(!outside.includes(active), active)
    }
  })

  const cases: readonly [string, string][] = [
    ['a|b', 'a&#124;b'],
    ['x_64 *b*', 'x&#95;64 &#42;b&#42;'],
    ['<b>&amp;', '&#60;b&#62;&#38;amp;'],
    ['@team', '@&#8203;team'],
    ['see #12', 'see #&#8203;12'],
    ['two\nlines', 'two lines'],
    ['www.evil.example', 'www&#46;evil.example'],
  ]
  for (const [from, to] of cases)
    it(`writes ${JSON.stringify(from)} as ${to}`, () => assert.equal(escaped(from), to))
})
