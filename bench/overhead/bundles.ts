import type { Command, Container } from '../../src/index.ts'
import { parseDockerProfile } from '../../src/index.ts'
import { type Bench, makeBundle, removeBundle } from '../../src/measure/bench.ts'
import { writeFiles } from '../../src/write/files.ts'

export interface Prepared {
  readonly items: readonly {
    readonly container: Container
    readonly create: Command
    readonly remove: Command
  }[]
  readonly discard: () => void
}

/** Bundles with their spec files written, and the commands that the harness would start for them. */
export function prepareBundles(bench: Bench, prefix: string, count: number): Prepared {
  const { filter } = bench.converter.convert(parseDockerProfile(bench.profileText), bench.target)
  const adapted = bench.session.adapt(filter).filter
  const runtime = bench.session.runtime!
  const items = Array.from({ length: count }, (_, number) => {
    const container = makeBundle(bench, `${prefix}-${number}`, number)
    writeFiles(container.bundle, bench.session.serialise(adapted, container), false)
    return { container, create: runtime.create(container), remove: runtime.remove!(container) }
  })
  return {
    items,
    discard: () => {
      for (const { container } of items) removeBundle(container)
    },
  }
}
