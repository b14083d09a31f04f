import { inProcessWriter } from './in-process.ts'
import { ociFile } from './oci-file.ts'

/** The floor: everything up to the text of config.json, which then goes nowhere. */
export const memory = inProcessWriter({
  name: 'memory',
  summary: 'converts and serialises to config.json, and writes nothing: the floor',
  writes: 'nothing',
  serialiser: ociFile.serialiser,
})
