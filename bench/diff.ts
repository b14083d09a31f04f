import { existsSync } from 'node:fs'
import {
  type ArmSpec,
  BenchError,
  converters,
  type Equivalence,
  equivalence,
  equivalenceLines,
  oneLine,
  openLibseccomp,
  parseDockerProfile,
  type Target,
  writers,
} from '../src/index.ts'
import { type ChosenArm, chooseArms, parseArm } from './arms.ts'
import { targetOf } from './convert.ts'
import { findScenario } from './scenarios.ts'

export interface DiffOptions {
  /** `uname -m`; this host's where absent. */
  readonly machine?: string
  readonly caps: string
  readonly kernel?: string
  /** The converter of a side that names none. */
  readonly converter: string
  /** The profile of a side that names none. */
  readonly profile?: string
  readonly json: boolean
}

/** Prints whether two filters answer alike; exit code 0: equivalent, 1: different, 3: unknown. */
export function diffCommand(a: string, b: string, options: DiffOptions): void {
  const { text, exitCode } = diff(a, b, options)
  process.stdout.write(text)
  process.exitCode = exitCode
}

/** A side is a profile file, or an arm (`converter=…,profile=…`). Throws BenchError `bad-input`. */
export function diff(
  a: string,
  b: string,
  options: DiffOptions,
): { readonly text: string; readonly exitCode: number } {
  const target = targetOf(options)
  const specs = [parseSide('A', a, options), parseSide('B', b, options)]
  const [armA, armB] = chooseArms(specs, {
    writer: 'memory',
    profile: options.profile ?? findScenario('sequential').profile,
    fsync: false,
    writers,
  }) as [ChosenArm, ChosenArm]
  const result = equivalence(filterOf(armA, target), filterOf(armB, target), target.machine, openLibseccomp())
  const labels = { a: armA.arm.label, b: armB.arm.label }
  const text = options.json
    ? `${JSON.stringify({ machine: target.machine, labels, ...result }, null, 2)}\n`
    : diffText(result, labels)
  return { text, exitCode: codes[result.status] }
}

const codes = { equivalent: 0, different: 1, unknown: 3 } as const satisfies Record<
  Equivalence['status'],
  number
>

/** Every difference: whoever asks for them alone wants them all. */
function diffText(result: Equivalence, labels: { readonly a: string; readonly b: string }): string {
  const lines = equivalenceLines(result, labels, Number.POSITIVE_INFINITY)
  const notes = result.status === 'unknown' ? [] : result.notes.map(note => `note: ${note}`)
  return [...lines, ...notes].map(line => `${oneLine(line)}\n`).join('')
}

function parseSide(side: string, text: string, { converter }: DiffOptions): ArmSpec {
  if (existsSync(text) || !text.includes('=')) return { converter, profile: text }
  const spec = parseArm(side, text)
  const useless = (['writer', 'binary', 'fsync'] as const).find(key => spec[key] !== undefined)
  if (useless === undefined) return { converter, ...spec }
  throw new BenchError(
    'bad-input',
    `${side}: found ${useless}=…, expected converter=…, profile=…, label=… alone`,
    { hint: 'filters are compared before any writer sees them' },
  )
}

function filterOf({ arm, profileText }: ChosenArm, target: Target) {
  const converter = converters[arm.converter as keyof typeof converters]
  return converter.convert(parseDockerProfile(profileText), target).filter
}
