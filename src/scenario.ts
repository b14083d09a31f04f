import { basename, dirname, resolve } from 'node:path'
import { type Document, LineCounter, parseDocument } from 'yaml'
import { z } from 'zod'
import { capabilitySets, isCapabilityName } from './capabilities.ts'
import { BenchError } from './errors.ts'
import { firstIssue, shortened } from './issue.ts'
import type { ArchitectureLabel, Mode, Plan } from './model.ts'
import { readText } from './read-text.ts'

const positive = z.number().int().min(1).max(1_000_000)

const capabilities = z.union([
  z.enum(Object.keys(capabilitySets) as [keyof typeof capabilitySets, ...(keyof typeof capabilitySets)[]]),
  z.array(z.string().refine(isCapabilityName, 'expected a name such as CAP_CHOWN')).max(64),
])

const armSchema = z.strictObject({
  label: z.string().min(1).max(60).optional(),
  converter: z.string().optional(),
  writer: z.string().optional(),
  profile: z.string().min(1).optional(),
  binary: z.string().min(1).optional(),
  fsync: z.boolean().optional(),
})

/** What a scenario file may say; everything but `mode` and `containers` has a default. */
const scenarioSchema = z.strictObject({
  summary: z.string().max(200).optional(),
  mode: z.enum(['sequential', 'parallel']),
  containers: z.union([
    positive,
    z
      .record(z.string(), positive)
      .refine(counts => Object.keys(counts).length > 0, 'expected at least one architecture'),
  ]),
  rounds: positive.optional(),
  warmup: z.number().int().min(0).max(10_000).default(3),
  concurrency: positive.optional(),
  timeout_s: z.number().positive().max(86_400).default(60),
  writer: z.string().default('lcr-file'),
  profile: z.string().min(1).default('profiles/default.json'),
  capabilities: capabilities.default('docker'),
  arms: z
    .array(armSchema)
    .min(2)
    .max(8)
    .default([{ converter: 'full-arch' }, { converter: 'host-arch' }]),
})

export type ArmSpec = z.infer<typeof armSchema>

/** A scenario as its file says it, with its name and the profile's path resolved against the file's folder. */
export interface Scenario extends z.infer<typeof scenarioSchema> {
  readonly name: string
}

/**
 * Reads a scenario from YAML (or JSON, which is YAML).
 * Throws BenchError `bad-input`: file, line where known, what was found, what was expected.
 */
export function parseScenario(text: string, file: string): Scenario {
  if (text.length > longestScenario) {
    throw new BenchError('bad-input', `${file}: longer than ${longestScenario} characters`, {
      hint: seeScenarios,
    })
  }
  const lines = new LineCounter()
  // Its warnings would be lines on standard error beside ours.
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'error' })
  const problem = document.errors[0]
  if (problem !== undefined) {
    const { line, col } = lines.linePos(problem.pos[0])
    throw new BenchError('bad-input', `${file}:${line}:${col}: ${readable(problem.message)}`, {
      hint: seeScenarios,
    })
  }
  const parsed = scenarioSchema.safeParse(plainValue(document, file))
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!
    const node = document.getIn(issue.path as (string | number)[], true) as { range?: number[] } | undefined
    const at = node?.range?.[0]
    const where = at === undefined ? file : `${file}:${lines.linePos(at).line}`
    throw new BenchError('bad-input', `${where}: ${firstIssue(parsed.error)}`, {
      hint: seeScenarios,
    })
  }
  return {
    ...parsed.data,
    name: basename(file).replace(/\.ya?ml$/, ''),
    profile: resolve(dirname(file), parsed.data.profile),
    arms: parsed.data.arms.map(arm =>
      arm.profile === undefined ? arm : { ...arm, profile: resolve(dirname(file), arm.profile) },
    ),
  }
}

function readable(problem: string): string {
  return problem.includes('call stack') ? 'found lists or objects nested too deeply' : shortened(problem)
}

function plainValue(document: Document.Parsed, file: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 })
  } catch (cause) {
    // More aliases than any scenario needs: a few lines could stand for gigabytes.
    throw new BenchError('bad-input', `${file}: ${shortened((cause as Error).message)}`, {
      hint: seeScenarios,
      cause,
    })
  }
}

const seeScenarios = 'the fields are described in scenarios/README.md'

/** `parseScenario` of a file; an unreadable one is `bad-input`. */
export function readScenario(file: string): Scenario {
  const hint = 'give a name from `seccomp-bench run --help`, or the path of a .yaml file'
  let text: string | null
  try {
    text = readText(file, 4 * longestScenario)
  } catch (cause) {
    throw new BenchError('bad-input', `${file}: the scenario cannot be read (${(cause as Error).message})`, {
      hint,
      cause,
    })
  }
  if (text === null) {
    throw new BenchError('bad-input', `${file}: longer than ${4 * longestScenario} bytes`, { hint })
  }
  return parseScenario(text, file)
}

/** The longest of ours has 900. Comparing each key with all others, as YAML wants it, takes a second at this length. */
const longestScenario = 32 * 1024

/** What the command line may change in a scenario. */
export interface PlanChoices {
  readonly mode?: Mode | undefined
  readonly containers?: number | undefined
  readonly rounds?: number | undefined
  readonly warmup?: number | undefined
  readonly concurrency?: number | undefined
  readonly timeout_s?: number | undefined
  readonly launcher: string
  readonly privateMounts: boolean
  readonly pinnedCpu?: number | null | undefined
  readonly allowDifference?: boolean | undefined
  readonly metric?: string | undefined
  readonly mde_pct?: number | undefined
  readonly margin_pct?: number | undefined
  /** Rounds until both goals are met, instead of a fixed number; at most this many. */
  readonly mostRounds?: number | undefined
  readonly budget_ms?: number | undefined
}

/**
 * Every number settled for one architecture. In sequential mode a round is one creation per arm, so that
 * `containers` creations are as many rounds; in parallel mode a round is one batch of `containers` per arm.
 */
export function plan(scenario: Scenario, architecture: ArchitectureLabel, choices: PlanChoices): Plan {
  const mode = choices.mode ?? scenario.mode
  const containers = choices.containers ?? containersFor(scenario, architecture)
  const rounds =
    choices.rounds ?? (mode === 'sequential' ? containers : (scenario.rounds ?? defaultParallelRounds))
  return {
    scenario: scenario.name,
    mode,
    containers: mode === 'sequential' ? rounds : containers,
    length:
      choices.mostRounds === undefined
        ? { mode: 'fixed', rounds }
        : { mode: 'sequential', most: choices.mostRounds },
    metric: choices.metric ?? primaryMetric(mode),
    mde_pct: choices.mde_pct ?? 1,
    margin_pct: choices.margin_pct ?? 1,
    budget_ms: choices.budget_ms ?? null,
    warmupRounds: choices.warmup ?? scenario.warmup,
    concurrency: Math.min(choices.concurrency ?? scenario.concurrency ?? containers, containers),
    timeout_ms: (choices.timeout_s ?? scenario.timeout_s) * 1000,
    launcher: choices.launcher,
    privateMounts: choices.privateMounts,
    pinnedCpu: choices.pinnedCpu ?? null,
    allowDifference: choices.allowDifference ?? false,
  }
}

/** What a run is about unless it says otherwise. */
function primaryMetric(mode: Mode): string {
  return mode === 'sequential' ? 'wall' : 'makespan'
}

/** Fewer rounds than 20 cannot support a verdict. */
const defaultParallelRounds = 20

function containersFor(scenario: Scenario, architecture: ArchitectureLabel): number {
  if (typeof scenario.containers === 'number') return scenario.containers
  const count = scenario.containers[architecture] ?? scenario.containers.other
  if (count === undefined) {
    throw new BenchError(
      'bad-input',
      `scenario ${scenario.name}: $.containers has no entry for ${architecture}, found ${shortened(Object.keys(scenario.containers).join(', '))}`,
      { hint: 'add the architecture or `other:` to the scenario, or give --containers N' },
    )
  }
  return count
}
