import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, it } from 'node:test'
import type { Command } from '../contracts.ts'
import { errnoText, openLibc } from './libc.ts'
import { posix } from './posix.ts'
import { decodeUsage } from './prepare.ts'
import { createWatch } from './watch.ts'

const folder = mkdtempSync(join(tmpdir(), 'posix-'))
after(() => rmSync(folder, { recursive: true, force: true }))
const limits = { timeout_ms: 30_000 }

const script = (text: string): Command => ({
  file: '/bin/sh',
  arguments: ['-c', text],
  environment: [],
  workingFolder: folder,
  log: join(folder, 'log'),
})

it('tells what a process cost: CPU time, faults and switches', async () => {
  const busy = await posix.run(script('i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done'), limits)
  const idle = await posix.run(script('sleep 0.1'), limits)
  assert.ok(busy.status === 'exited' && busy.usage !== null)
  assert.ok(idle.status === 'exited' && idle.usage !== null)
  const cpu_us = busy.usage.user_us + busy.usage.system_us
  const elapsed_us = (busy.span.end_ns - busy.span.start_ns) / 1e3
  assert.ok(busy.usage.user_us > 20_000 && cpu_us < elapsed_us * 1.1 + 10_000, JSON.stringify(busy))
  assert.ok(idle.usage.user_us < busy.usage.user_us)
  assert.ok(idle.usage.minorFaults > 10)
  assert.ok(idle.usage.voluntarySwitches > 0)
})

it('reads the fields of struct rusage from their places', () => {
  const memory = Buffer.alloc(144)
  for (let index = 0; index < 18; index++) memory.writeBigInt64LE(BigInt(index + 1), index * 8)
  assert.deepEqual(decodeUsage(memory), {
    user_us: 1_000_002,
    system_us: 3_000_004,
    minorFaults: 9,
    majorFaults: 10,
    voluntarySwitches: 17,
    involuntarySwitches: 18,
  })
})

it('keeps no descriptor and no child after many runs', async () => {
  await posix.run(script('true'), limits)
  const before = readdirSync('/proc/self/fd').length
  await posix.runAll(
    Array.from({ length: 50 }, () => script('true')),
    { ...limits, concurrency: 50 },
  )
  for (let index = 0; index < 50; index++) await posix.run(script('true'), limits)
  assert.equal(readdirSync('/proc/self/fd').length, before)
  const libc = openLibc()
  assert.equal(libc.wait4(-1, 0n, 1, 0n), -1)
  assert.equal(errnoText(libc.errno()), 'ECHILD')
})

it('still sees the ends of processes when there is no pidfd to be had', async () => {
  const libc = { ...openLibc(), pidfd_open: () => -1 }
  const memory = Buffer.alloc(512)
  const address = libc.address(memory)
  const ended: number[] = []
  const watch = createWatch<{ pid: number; prepared: { statusAt: bigint; usageAt: bigint } }>(
    {
      ...libc,
      wait4: pid => {
        ended.push(pid)
        return ended.length > 3 ? pid : 0
      },
    },
    2,
  )
  watch.add({ pid: 11, prepared: { statusAt: address, usageAt: address + 16n } })
  watch.add({ pid: 12, prepared: { statusAt: address, usageAt: address + 16n } })
  const ends = new Map()
  while (watch.members.length > 0) watch.reap(1000, ends)
  assert.equal(ends.size, 2)
  assert.ok(ended.length >= 4)
})

it('refuses a text with a NUL, which C would cut short', async () => {
  await assert.rejects(posix.run(script('exit 0\0; exit 1'), limits), /holds a NUL/)
})
