import type { Container, SpecFile, SpecWriter, WriterContext } from '../contracts.ts'
import type { OciFilter } from '../profile/oci.ts'

/** A writer that needs nothing of the host and starts no process. */
export function inProcessWriter(options: {
  readonly name: string
  readonly summary: string
  readonly writes: 'files' | 'nothing'
  readonly serialiser: (
    context: WriterContext,
  ) => (filter: OciFilter | null, container: Container) => readonly SpecFile[]
}): SpecWriter {
  return {
    name: options.name,
    summary: options.summary,
    check: async () => ({ status: 'usable', version: '' }),
    open: async context => ({
      adapt: filter => ({ filter, adaptations: [] }),
      serialise: options.serialiser(context),
      writes: options.writes,
      close: async () => {},
    }),
  }
}
