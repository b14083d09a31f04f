import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { allowedCpus, parseCpuList } from './affinity.ts'

describe('the processors of a process', () => {
  for (const [text, cpus] of [
    ['0', [0]],
    ['0-3', [0, 1, 2, 3]],
    ['0-1,8,10-11\n', [0, 1, 8, 10, 11]],
    ['', []],
    ['3-1', []],
    ['all', []],
  ] as const) {
    it(`reads ${JSON.stringify(text)} as ${cpus.length} processors`, () => {
      assert.deepEqual(parseCpuList(text), cpus)
    })
  }

  it('are what the kernel says', { skip: process.platform !== 'linux' }, () => {
    assert.ok(allowedCpus().length > 0)
  })

  // In a process of its own: this one goes on to run other tests.
  it('shrink to the one that it is pinned to, for what it starts as well', {
    skip: process.platform !== 'linux' && 'sched_setaffinity is Linux’s',
  }, () => {
    const cpu = allowedCpus().at(-1)!
    const module = join(import.meta.dirname, 'affinity.js')
    const program = `
      import { execFileSync } from 'node:child_process'
      import { allowedCpus, pinTo } from ${JSON.stringify(module)}
      pinTo(${cpu})
      const child = execFileSync('/bin/grep', ['Cpus_allowed_list', '/proc/self/status'], { encoding: 'utf8' })
      console.log(JSON.stringify([allowedCpus(), child.split(':')[1].trim()]))`
    const printed = execFileSync(process.execPath, ['--input-type=module', '-e', program], {
      encoding: 'utf8',
    })
    assert.deepEqual(JSON.parse(printed), [[cpu], String(cpu)])
  })

  it('say which they are where the wanted one is not among them', () => {
    const module = join(import.meta.dirname, 'affinity.js')
    const program = `
      import { pinTo } from ${JSON.stringify(module)}
      try { pinTo(1023) } catch ({ code, message, hint }) { console.log(JSON.stringify([code, message, hint])) }`
    const printed = execFileSync(process.execPath, ['--input-type=module', '-e', program], {
      encoding: 'utf8',
    })
    const [code, message, hint] = JSON.parse(printed)
    assert.equal(code, 'environment')
    assert.match(message, /^--pin 1023: sched_setaffinity: EINVAL/)
    assert.match(hint, /this process may use \d/)
  })
})
