import type { SpecWriter } from '../contracts.ts'
import { BenchError } from '../errors.ts'
import { ociRuntime } from './oci-runtime.ts'

/** `name=/path/to/binary` (or a name on PATH after the `=`): one more OCI runtime, under a name of the user's. */
export function parseRuntimeOption(text: string): SpecWriter {
  const match = /^([A-Za-z0-9][A-Za-z0-9._-]{0,63})=(.+)$/.exec(text)
  if (match === null) {
    throw new BenchError(
      'bad-input',
      `--runtime: found ${JSON.stringify(text.slice(0, 80))}, expected name=/path/to/binary`,
      {
        hint: 'for example --runtime runc-new=/opt/runc/bin/runc',
      },
    )
  }
  return ociRuntime({ name: match[1]!, binary: match[2]! })
}
