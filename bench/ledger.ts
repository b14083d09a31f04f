import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  control,
  converters,
  enterPrivateMounts,
  type Ledger,
  launchers,
  ledgerOf,
  ledgerTable,
  oneLine,
  openLibseccomp,
  parseDockerProfile,
  type SystemCallCount,
  systemCallsOf,
  type Target,
  writers,
} from '../src/index.ts'
import { type ChosenArm, chooseArms } from './arms.ts'
import { targetOf } from './convert.ts'
import { fittingTable } from './fitting-table.ts'
import { findScenario } from './scenarios.ts'

export interface LedgerOptions {
  /** May be repeated; the scenarios' where empty. */
  readonly profile: readonly string[]
  /** `x86_64`, `arm64`, or a machine as `uname -m` says it; may be repeated; the first two where empty. */
  readonly arch: readonly string[]
  readonly caps: string
  readonly kernel?: string
  /** Also count system calls with strace, for this host's architecture. */
  readonly systemCalls: boolean
  readonly privateMounts: boolean
  readonly json: boolean
}

/** System calls per create of one real runtime, with the filter of one converter. */
interface CountedCreates {
  readonly converter: string
  readonly profile: string
  readonly writer: string
  readonly count: SystemCallCount
}

export async function ledgerCommand(options: LedgerOptions): Promise<void> {
  process.stdout.write(await ledger(options))
}

/** What every converter makes of every profile for every architecture, counted. Throws BenchError `bad-input`. */
export async function ledger(options: LedgerOptions): Promise<string> {
  const targets = (options.arch.length === 0 ? ['x86_64', 'arm64'] : options.arch).map(name =>
    targetOf({ ...options, machine: machines[name as keyof typeof machines] ?? name }),
  )
  const arms = allArms(options.profile.length === 0 ? [findScenario('sequential').profile] : options.profile)
  const cells = targets.flatMap(target => arms.map(arm => cellOf(arm, target)))
  if (options.privateMounts) enterPrivateMounts()
  const creates = options.systemCalls ? await countCreates(arms, targetOf({ ...options })) : null
  return options.json
    ? `${JSON.stringify({ cells, ...(creates && { systemCalls: creates }) }, null, 2)}\n`
    : ledgerText(cells, creates ?? [])
}

const machines = { arm64: 'aarch64' } as const

/** One arm per profile and converter. */
function allArms(profiles: readonly string[]): readonly ChosenArm[] {
  const specs = profiles.flatMap(profile =>
    Object.keys(converters).map(converter => ({ converter, profile })),
  )
  return chooseArms(specs, { writer: 'memory', profile: profiles[0]!, fsync: false, writers })
}

function cellOf({ arm, profileText }: ChosenArm, target: Target): Ledger {
  return ledgerOf({
    converter: converters[arm.converter as keyof typeof converters],
    profile: parseDockerProfile(profileText),
    reference: arm.profile,
    target,
    opened: openLibseccomp(),
  })
}

const CREATES = 3

async function countCreates(arms: readonly ChosenArm[], target: Target): Promise<readonly CountedCreates[]> {
  const top = mkdtempSync(join(tmpdir(), 'seccomp-bench-ledger-'))
  const counted: CountedCreates[] = []
  try {
    for (const [name, writer] of Object.entries(writers)) {
      for (const { arm, profileText } of arms) {
        const { filter } = converters[arm.converter as keyof typeof converters].convert(
          parseDockerProfile(profileText),
          target,
        )
        const folder = mkdtempSync(join(top, 'arm-'))
        const context = { folder, target, fsync: false, control }
        const count = await systemCallsOf({
          writer,
          filter,
          context,
          launcher: launchers.posix,
          creates: CREATES,
        })
        if (count === null) break
        counted.push({ converter: arm.converter, profile: arm.profile.name, writer: name, count })
      }
    }
  } finally {
    rmSync(top, { recursive: true, force: true })
  }
  return counted
}

function ledgerText(cells: readonly Ledger[], creates: readonly CountedCreates[]): string {
  const { columns, rows, notes } = ledgerTable(cells)
  const texts = rows.map(row => row.map(value => (value === null ? 'n/a' : String(value))))
  const table = fittingTable({ head: columns, rows: texts, textColumns: 3 }, process.stdout.columns)
  const lines = [
    ...notes,
    ...creates.map(createsLine),
    'compile µs is informative and changes from call to call; all other figures are exact',
  ]
  return `${table}\n${lines.map(line => `${oneLine(line)}\n`).join('')}`
}

function createsLine({ converter, profile, writer, count }: CountedCreates): string {
  const what = `${writer}, ${converter} ${profile}`
  if (count.status === 'skipped')
    return `system calls per create, ${what}: n/a: ${count.reason} (${count.hint})`
  const note = count.stable ? 'the same each time' : 'not the same each time: informative'
  return `system calls per create, ${what}: ${count.calls.join(', ')} (${count.runtime}; ${note})`
}
