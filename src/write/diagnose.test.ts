import assert from 'node:assert/strict'
import { readlinkSync } from 'node:fs'
import { it } from 'node:test'
import { diagnose } from './diagnose.ts'
import { writers } from './index.ts'

it('says of every writer, and of the user’s own, whether it works here', async () => {
  const before = readlinkSync('/proc/self/ns/mnt')
  const diagnoses = await diagnose(['liar=/bin/true', 'missing=/nonexistent/runtime'])
  assert.deepEqual(
    diagnoses.map(({ name }) => name),
    [...Object.keys(writers), 'liar', 'missing'],
  )
  for (const { detail, status, hint } of diagnoses) {
    assert.match(detail, /^[^\n]+$/)
    assert.equal(hint === null, status === 'usable')
  }
  const status = Object.fromEntries(diagnoses.map(each => [each.name, each.status]))
  for (const name of ['memory', 'oci-file', 'lcr-file']) assert.equal(status[name], 'usable')
  assert.deepEqual([status.liar, status.missing], ['unusable', 'unusable'])
  if (process.env.SECCOMP_BENCH_REQUIRE === '1') {
    for (const name of ['runc', 'crun', 'lxc'])
      assert.match(status[name]!, /^usable/, JSON.stringify(diagnoses))
  }
  assert.equal(readlinkSync('/proc/self/ns/mnt'), before, 'trying private mounts stays without effect here')
})
