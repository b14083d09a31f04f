import type { SpecWriter } from '../contracts.ts'
import { lcrFile } from './lcr-file.ts'
import { lxc } from './lxc.ts'
import { memory } from './memory.ts'
import { ociFile } from './oci-file.ts'
import { ociRuntime } from './oci-runtime.ts'

export { parseRuntimeOption } from './runtime-option.ts'

/** Every writer: one file and one line here. */
export const writers = {
  memory,
  'oci-file': ociFile,
  'lcr-file': lcrFile,
  runc: ociRuntime({ name: 'runc', install: 'apt-get install runc' }),
  crun: ociRuntime({ name: 'crun', install: 'apt-get install crun' }),
  lxc,
} as const satisfies Record<string, SpecWriter>
