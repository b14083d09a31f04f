import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { fittingTable } from './fitting-table.ts'

const content = {
  head: ['name', 'bytes', 'lines'],
  rows: [
    ['full-arch', '121794', '7203'],
    ['host-arch', '19241', ''],
  ],
  textColumns: 1,
}

describe('a table', () => {
  it('is one where it fits, numbers to the right', () => {
    const lines = fittingTable(content, 40).split('\n')
    assert.equal(lines[0]!.length, 30)
    assert.ok(lines.includes('│ host-arch │  19241 │       │'))
    assert.equal(fittingTable(content, 30), fittingTable(content))
  })

  it('is a block of lines for each row where it does not, without what is empty', () => {
    assert.equal(
      fittingTable(content, 29),
      'name: full-arch\n  bytes: 121794\n  lines: 7203\n\nname: host-arch\n  bytes: 19241',
    )
  })

  it('breaks long texts where it is told how wide a column may be, and no word of the blocks', () => {
    const wide = { head: ['what'], rows: [['one two three four']], widths: [12] }
    assert.match(fittingTable(wide), /│ one two {4}│\n│ three four │/)
    assert.equal(fittingTable(wide, 5), 'what: one two three four')
  })
})
