import type { OpenedLibseccomp } from '../bpf/libseccomp.ts'
import type { Converter, Target } from '../contracts.ts'
import { type Ledger, ledgerOf } from '../ledger/index.ts'
import type { ProfileReference } from '../model.ts'
import { parseDockerProfile } from '../profile/docker.ts'
import type { CountedCell } from './counts.ts'

export interface CountedLedger {
  /** The same on every machine. */
  readonly cells: readonly CountedCell[]
  /** Compiled filters: the same wherever that libseccomp compiles them. `null`: none is here. */
  readonly compiled: { readonly libseccomp: string; readonly cells: readonly CountedCell[] } | null
}

export interface LedgerSource {
  readonly profiles: readonly { readonly reference: ProfileReference; readonly text: string }[]
  readonly converters: Readonly<Record<string, Converter>>
  readonly targets: readonly Target[]
  readonly opened: OpenedLibseccomp
}

/** The cost ledger of every converter, profile and target, as the gate compares it. */
export function countLedger({ profiles, converters, targets, opened }: LedgerSource): CountedLedger {
  const ledgers = profiles.flatMap(({ reference, text }) => {
    const profile = parseDockerProfile(text)
    return Object.values(converters).flatMap(converter =>
      targets.map(target => ledgerOf({ converter, profile, reference, target, opened })),
    )
  })
  const counted = (counts: (ledger: Ledger) => CountedCell['counts']): CountedCell[] =>
    ledgers.map(ledger => ({ name: cellName(ledger), counts: counts(ledger) }))
  return {
    cells: counted(({ counts: { bpf_instructions, ...counts } }) => counts),
    compiled:
      opened.status === 'missing'
        ? null
        : {
            libseccomp: opened.library.version,
            cells: counted(({ counts: { bpf_instructions } }) => ({ bpf_instructions })),
          },
  }
}

function cellName({ converter, profile, architecture }: Ledger): string {
  return `${converter}, ${profile.name} (${profile.sha256.slice(0, 12)}), ${architecture}`
}
