import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import fc from 'fast-check'
import { writeFiles, writeFilesAsync } from './files.ts'

const folder = mkdtempSync(join(tmpdir(), 'files-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const ways = { writeFiles, writeFilesAsync }

for (const [name, write] of Object.entries(ways)) {
  describe(name, () => {
    it('writes exactly the bytes of each text, whatever stood there before', async () => {
      await fc.assert(
        fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 300 }), fc.boolean(), async (data, sync) => {
          await write(folder, [{ name: 'one', data: `${data}, longer than the second` }], false)
          const files = [
            { name: 'one', data },
            { name: 'two', data: 'é and others' },
          ]
          await write(folder, files, sync)
          for (const file of files)
            assert.deepEqual(readFileSync(join(folder, file.name)), Buffer.from(file.data))
        }),
        { numRuns: 40 },
      )
    })

    it('writes a file larger than any buffer it keeps', async () => {
      const data = 'ä0123456789\n'.repeat(100_000)
      await write(folder, [{ name: 'large', data }], false)
      assert.equal(readFileSync(join(folder, 'large'), 'utf8'), data)
    })

    it('lets no stranger write the files', async () => {
      await write(folder, [{ name: 'mode', data: '' }], false)
      assert.equal(statSync(join(folder, 'mode')).mode & 0o777, 0o640 & ~process.umask())
    })

    it('fails where the folder is missing, and keeps no descriptor after a failure', async () => {
      const count = () => readdirSync('/proc/self/fd').length
      const before = count()
      for (let times = 0; times < 20; times++) {
        await assert.rejects(async () => write(join(folder, 'missing'), [{ name: 'x', data: '' }], false), {
          code: 'ENOENT',
        })
        await assert.rejects(async () => write('/dev', [{ name: 'full', data: 'x' }], false), {
          code: 'ENOSPC',
        })
      }
      assert.ok(count() <= before + 1, `${before} became ${count()}`)
    })
  })
}
