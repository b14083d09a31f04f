/** A process that brings an index up to a folder of runs and prints the ids: node sync.fixture.js INDEX FOLDER ORIGIN */
import { withStore } from './open.ts'
import { sync } from './sync.ts'

const [, , index = '', folder = '', origin = ''] = process.argv
const ids = await withStore(
  index,
  async store => {
    await sync(store, folder, { origin, onProgress: done => process.stdout.write(`at ${done}\n`) })
    return (await store.runs({})).map(({ facts }) => facts.id)
  },
  line => process.stderr.write(`${line}\n`),
)
process.stdout.write(`${ids.join(' ')}\n`)
