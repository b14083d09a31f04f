import { configJson, rootfsPath } from './config-json.ts'
import { inProcessWriter } from './in-process.ts'

const serialiser: Parameters<typeof inProcessWriter>[0]['serialiser'] = ({ target, folder }) => {
  const text = configJson(target, rootfsPath(folder))
  return filter => [{ name: 'config.json', data: text(filter) }]
}

/** The bundle of an OCI runtime, without the runtime. */
export const ociFile = {
  ...inProcessWriter({
    name: 'oci-file',
    summary: 'writes config.json, what an OCI runtime reads; starts nothing',
    writes: 'files',
    serialiser,
  }),
  serialiser,
}
