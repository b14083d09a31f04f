import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parse as parseLossless } from 'lossless-json'
import { uint64 } from './arbitraries.ts'
import { type OciFilter, serialiseOciFilter } from './oci.ts'

test('fields stand in the order of Go’s structs, whatever their order in the filter', () => {
  const filter: OciFilter = {
    syscalls: [
      {
        args: [{ op: 'SCMP_CMP_EQ', valueTwo: 2, value: 1, index: 0 }],
        errnoRet: 0,
        action: 'B',
        names: ['x'],
      },
    ],
    flags: ['F'],
    architectures: ['A'],
    defaultErrnoRet: 38,
    defaultAction: 'D',
  }
  assert.equal(
    serialiseOciFilter(filter),
    '{"defaultAction":"D","defaultErrnoRet":38,"architectures":["A"],"flags":["F"],"syscalls":' +
      '[{"names":["x"],"action":"B","errnoRet":0,"args":[{"index":0,"value":1,"valueTwo":2,"op":"SCMP_CMP_EQ"}]}]}',
  )
})

test('what is absent is left out; an empty list of architectures stays', () => {
  const cases: readonly (readonly [OciFilter | null, string])[] = [
    [null, 'null'],
    [{ defaultAction: 'D', syscalls: [] }, '{"defaultAction":"D"}'],
    [{ defaultAction: 'D', architectures: [], syscalls: [] }, '{"defaultAction":"D","architectures":[]}'],
    [
      { defaultAction: 'D', syscalls: [{ names: [], action: 'A', args: [] }] },
      '{"defaultAction":"D","syscalls":[{"names":[],"action":"A"}]}',
    ],
  ]
  for (const [filter, text] of cases) assert.equal(serialiseOciFilter(filter), text)
})

test('numbers keep their digits and strings their meaning', () => {
  fc.assert(
    fc.property(uint64, fc.string(), (value, name) => {
      const filter = {
        defaultAction: name,
        syscalls: [{ names: [name, 'read'], action: name, args: [{ index: 0, value, op: name }] }],
      }
      const read = parseLossless(serialiseOciFilter(filter), null, number => BigInt(number))
      assert.deepEqual(read, {
        defaultAction: name,
        syscalls: [{ names: [name, 'read'], action: name, args: [{ index: 0n, value, op: name }] }],
      })
    }),
  )
})
