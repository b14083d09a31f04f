import { z } from 'zod'
import type {
  Arm,
  ArmResult,
  HarnessFacts,
  HostFacts,
  NoiseSample,
  Plan,
  Resumption,
  RunTarget,
  Trial,
} from '../model.ts'
import { runSchema } from '../run-schema.ts'
import { type Owner, ownerSchema } from './owner.ts'

export const journalSchemaName = 'seccomp-bench/journal/1'

/** The first line: what a run is, but for its arms. Everything that the run makes lies in `work` beside the journal, or is named by a later line. */
export interface JournalHead {
  readonly kind: 'head'
  readonly schema: typeof journalSchemaName
  readonly id: string
  readonly created: string
  /** Everything that measuring goes on from is here or at paths that stay. */
  readonly resumable: boolean
  readonly command: readonly string[]
  readonly version: string
  readonly commit: string | null
  readonly seed: string
  readonly plan: Plan
  readonly target: RunTarget
  readonly host: HostFacts
  readonly owner: Owner
}

export interface JournalArm {
  readonly arm: Arm
  /** Absolute. */
  readonly profilePath: string
}

/** One line each, appended before what it names is made, or as soon as what it tells has happened. */
export type JournalLine =
  | JournalHead
  /** `runtimes`: the texts of --runtime, for writers of the user's own. */
  | { readonly kind: 'arms'; readonly arms: readonly JournalArm[]; readonly runtimes: readonly string[] }
  /** Another process goes on with the run. */
  | { readonly kind: 'owner'; readonly owner: Owner }
  /** It is about to measure. */
  | { readonly kind: 'resumed'; readonly resumed: Resumption }
  /** An arm's folder below `work` is about to be made; `cgroups`: groups that are not there yet and may be made for all. */
  | { readonly kind: 'folder'; readonly index: number; readonly cgroups: readonly string[] }
  /** How the arm's containers are removed: `{id}` stands for the container's id. */
  | {
      readonly kind: 'runtime'
      readonly index: number
      readonly file: string
      readonly remove: readonly string[] | null
    }
  | { readonly kind: 'opened'; readonly arms: readonly ArmResult[] }
  /** Containers `<prefix>0` … `<prefix><count − 1>` of an arm are about to be made. */
  | { readonly kind: 'containers'; readonly index: number; readonly prefix: string; readonly count: number }
  | { readonly kind: 'trial'; readonly trial: Trial }
  | { readonly kind: 'noise'; readonly sample: NoiseSample; readonly harness: HarnessFacts }

const {
  id,
  created,
  seed,
  version,
  commit,
  command,
  plan,
  target,
  host,
  arms,
  trials,
  noise,
  harness,
  resumed,
} = runSchema.shape
const armResult = arms.element
const index = z.number().int().min(0).max(1000)
const path = z
  .string()
  .regex(/^\/[^\0]*$/)
  .max(4096)
/** Removed by whoever reaps, where they are empty: never anything else. */
const cgroup = path.regex(/^\/sys\/fs\/cgroup\/(?!.*(?:^|\/)\.\.?(?:\/|$))/s)

export const journalLineSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('head'),
    schema: z.literal(journalSchemaName),
    id,
    created,
    resumable: z.boolean(),
    command,
    version,
    commit,
    seed,
    plan,
    target,
    host,
    owner: ownerSchema,
  }),
  z.object({
    kind: z.literal('arms'),
    arms: z
      .array(
        z.object({
          arm: armResult.pick({
            id: true,
            label: true,
            converter: true,
            writer: true,
            profile: true,
            binary: true,
            fsync: true,
          }),
          profilePath: path,
        }),
      )
      .min(2),
    runtimes: z.array(z.string().max(4200)).max(1000),
  }),
  z.object({ kind: z.literal('owner'), owner: ownerSchema }),
  z.object({ kind: z.literal('resumed'), resumed: resumed.unwrap().element }),
  z.object({ kind: z.literal('folder'), index, cgroups: z.array(cgroup).max(1000) }),
  z.object({
    kind: z.literal('runtime'),
    index,
    file: path,
    remove: z.array(z.string().max(4200)).max(100).nullable(),
  }),
  z.object({ kind: z.literal('opened'), arms: z.array(armResult).min(2) }),
  z.object({
    kind: z.literal('containers'),
    index,
    prefix: z.string().regex(/^sb-[A-Za-z0-9-]{1,97}$/),
    count: z.number().int().min(1).max(9_999_999),
  }),
  z.object({ kind: z.literal('trial'), trial: trials.element }),
  z.object({ kind: z.literal('noise'), sample: noise.element, harness }),
]) satisfies z.ZodType<JournalLine>
