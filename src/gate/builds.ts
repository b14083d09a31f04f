/** Two builds of this program in one process: what each must offer, and how one makes a spec. */
import { z } from 'zod'
import type { Control, Converter, SpecFile, SpecWriter, Target } from '../contracts.ts'

/** What dist/src/index.js of a revision must export to be compared. */
export interface Build {
  readonly converters: Readonly<Record<string, Converter>>
  readonly writers: Readonly<Record<string, SpecWriter>>
  readonly parseDockerProfile: (text: string) => Parameters<Converter['convert']>[0]
}

const callable = z.custom<(...parameters: never[]) => unknown>(value => typeof value === 'function')

const buildSchema = z.looseObject({
  converters: z.record(z.string(), z.looseObject({ convert: callable })),
  writers: z.record(z.string(), z.looseObject({ open: callable })),
  parseDockerProfile: callable,
})

/** The module as a build, or what it lacks, one line. */
export function asBuild(module: unknown): { readonly build: Build } | { readonly lacks: string } {
  const parsed = buildSchema.safeParse(module)
  if (parsed.success) return { build: module as Build }
  const issue = parsed.error.issues[0]!
  return { lacks: `${issue.path.join('.')}: ${issue.message}` }
}

/** Writers that start nothing: what they do is this program's own work. */
const inProcess = ['oci-file', 'lcr-file'] as const

export interface Way {
  readonly name: string
  readonly converter: string
  readonly writer: (typeof inProcess)[number]
}

/** Every converter and in-process writer that both builds have. */
export function waysOf(one: Build, other: Build): readonly Way[] {
  return Object.keys(one.converters)
    .filter(converter => converter in other.converters)
    .flatMap(converter =>
      inProcess
        .filter(writer => writer in one.writers && writer in other.writers)
        .map(writer => ({ name: `${converter}, ${writer}`, converter, writer })),
    )
}

/** Profile text to spec files, as the timed region of a run makes them; throws what the build throws. */
export async function specMaker(
  build: Build,
  way: Way,
  profile: string,
  world: { readonly target: Target; readonly folder: string; readonly control: Control },
): Promise<() => readonly SpecFile[]> {
  const session = await build.writers[way.writer]!.open({ ...world, fsync: false })
  const { convert } = build.converters[way.converter]!
  const container = { id: 'gate', bundle: `${world.folder}/gate`, log: '/dev/null' }
  return () => {
    const { filter } = convert(build.parseDockerProfile(profile), world.target)
    return session.serialise(session.adapt(filter).filter, container)
  }
}
