import assert from 'node:assert/strict'
import { readdirSync, readlinkSync } from 'node:fs'
import { it } from 'node:test'
import { control } from './launch/index.ts'
import { cgroupLayout, enterPrivateMounts, parseCgroupLayout } from './namespace.ts'

const root = '22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw,discard'
const v1 = '31 30 0:28 / /sys/fs/cgroup/cpu rw,relatime - cgroup cgroup rw,cpu'
const v2 = '40 30 0:37 / /sys/fs/cgroup/unified rw,relatime shared:9 master:2 - cgroup2 cgroup2 rw'
const named = '41 22 0:38 / /mnt/cgroup2\\040-\\040not rw - tmpfs cgroup rw'

for (const [lines, layout] of [
  [[root], 'none'],
  [[root, v1], 'v1'],
  [[root, v2], 'v2'],
  [[root, v1, v2], 'hybrid'],
  [[root, v2, v1], 'hybrid'],
  [[root, named], 'none'],
  [[], 'none'],
] as const) {
  it(`reads the cgroup layout ${layout} from ${lines.length} mounts`, () => {
    assert.equal(parseCgroupLayout(`${lines.join('\n')}\n`), layout)
  })
}

const unable = process.getuid?.() === 0 ? false : 'a mount namespace needs root'

it('hides the cgroup2 part of a hybrid layout from this process and its children alone', {
  skip: unable,
}, async () => {
  const before = cgroupLayout()
  const outside = readlinkSync(`/proc/${process.ppid}/ns/mnt`)
  const hidden = enterPrivateMounts()
  assert.notEqual(readlinkSync('/proc/self/ns/mnt'), outside)
  assert.equal(readlinkSync(`/proc/${process.ppid}/ns/mnt`), outside)
  assert.equal(cgroupLayout(), before === 'hybrid' ? 'v1' : before)
  assert.equal(hidden.length > 0, before === 'hybrid')
  for (const path of hidden) assert.deepEqual(readdirSync(path), [])
  const { stdout } = await control('/bin/cat', ['/proc/self/mountinfo'])
  assert.equal(parseCgroupLayout(stdout), cgroupLayout())
  assert.doesNotMatch(stdout, / shared:/)
})
