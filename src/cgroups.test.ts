import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { groupsOf, removeGroup } from './cgroups.ts'

const top = mkdtempSync(join(tmpdir(), 'cgroups-'))
after(() => rmSync(top, { recursive: true, force: true }))

describe('removing a control group', () => {
  it('removes a plain folder at once, without believing the process ids in it', async () => {
    const bystander = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)'])
    const folder = join(top, 'plain')
    mkdirSync(join(folder, 'below'), { recursive: true })
    writeFileSync(join(folder, 'cgroup.procs'), `${bystander.pid}`)
    try {
      assert.equal(await removeGroup(folder), true)
      assert.equal(existsSync(folder), false)
      assert.equal(bystander.kill(0), true, 'the process still runs')
    } finally {
      bystander.kill('SIGKILL')
    }
  })

  it('takes what is gone as removed', async () => {
    assert.equal(await removeGroup(join(top, 'absent')), true)
  })
})

describe('the groups of containers', () => {
  it('are never looked for outside of the hierarchies, wherever a journal says that its process was', () => {
    const id = 'sb-0badcafe-0-0-0'
    mkdirSync(join(top, id))
    for (const path of [`/../../..${top}`, `/a/../../../..${top}`, `../../..${top}`, '..', `${top}/..`]) {
      assert.deepEqual(groupsOf(new Set([id]), [path]), [], path)
    }
    assert.ok(existsSync(join(top, id)))
  })
})
