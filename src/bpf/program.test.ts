import assert from 'node:assert/strict'
import { test } from 'node:test'
import { answerOf } from './answer.ts'
import { decodeProgram } from './program.ts'
import { seccompData } from './seccomp-data.ts'

test('an instruction is read in the byte order of the machine that it is for', () => {
  const little = Uint8Array.of(0x15, 0x00, 1, 2, 0x04, 0x03, 0x02, 0x81)
  const big = Uint8Array.of(0x00, 0x15, 1, 2, 0x81, 0x02, 0x03, 0x04)
  const expected = [{ code: 0x15, jt: 1, jf: 2, k: 0x8102_0304 }]
  assert.deepEqual(decodeProgram(little, 'little'), expected)
  assert.deepEqual(decodeProgram(big, 'big'), expected)
  assert.deepEqual(decodeProgram(Uint8Array.of(...little, 1, 2), 'little'), expected)
})

test('the halves of an argument lie in memory as the machine has them', () => {
  const call = {
    number: 1,
    auditArch: 2,
    args: [0x1111_1111_2222_2222n, 0n, 0n, 0n, 0n, 0xffff_ffff_0000_0000n],
  }
  assert.deepEqual([...seccompData(call, 'little').slice(4, 6)], [0x2222_2222, 0x1111_1111])
  assert.deepEqual([...seccompData(call, 'big').slice(4, 6)], [0x1111_1111, 0x2222_2222])
  assert.deepEqual([...seccompData(call, 'little').slice(14)], [0, 0xffff_ffff])
})

test('a return value is told in words, and values of one effect in the same', () => {
  const cases = [
    [0x7fff_0000, 'ALLOW'],
    [0x7fff_1234, 'ALLOW'],
    [0x0005_0001, 'ERRNO 1 (EPERM)'],
    [0x0005_0026, 'ERRNO 38 (ENOSYS)'],
    [0x0005_0000, 'ERRNO 0'],
    [0x0005_ffff, 'ERRNO 4095'],
    [0x0005_0fff, 'ERRNO 4095'],
    [0x7ff0_0001, 'TRACE 1'],
    [0x0003_0007, 'TRAP 7'],
    [0x7ffc_0000, 'LOG'],
    [0x7fc0_0000, 'USER_NOTIF'],
    [0x0000_0000, 'KILL_THREAD'],
    [0x8000_0000, 'KILL_PROCESS'],
    [0x1234_0000, 'KILL_PROCESS'],
  ] as const
  for (const [value, words] of cases) assert.equal(answerOf(value), words)
})
