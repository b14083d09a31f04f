import type { OpenedLibseccomp } from '../bpf/libseccomp.ts'
import type { Converter, Target } from '../contracts.ts'
import type { ArchitectureLabel, ProfileReference } from '../model.ts'
import { architectureLabel } from '../profile/arch.ts'
import type { DockerProfile } from '../profile/docker.ts'
import { countFilter, type FilterCosts } from './count.ts'

/** What one converter makes of one profile for one kind of host, counted: plain JSON, the same on every machine. */
export interface Ledger extends FilterCosts {
  readonly converter: string
  readonly profile: ProfileReference
  readonly architecture: ArchitectureLabel
  /** Capabilities and kernel (`6.1`) that the filter was made for. */
  readonly capabilities: readonly string[]
  readonly kernel: string
}

export interface LedgerInput {
  readonly converter: Converter
  readonly profile: DockerProfile
  readonly reference: ProfileReference
  readonly target: Target
  readonly opened: OpenedLibseccomp
  readonly clock_ns?: () => number
}

/** One cell of the ledger. Throws nothing for what is missing here. */
export function ledgerOf(input: LedgerInput): Ledger {
  const { converter, profile, reference, target } = input
  const { filter, warnings } = converter.convert(profile, target)
  const { notes, ...costs } = countFilter(filter, { ...input, machine: target.machine })
  return {
    converter: converter.name,
    profile: reference,
    architecture: architectureLabel(target.machine),
    capabilities: target.capabilities,
    kernel: `${target.kernel.version}.${target.kernel.revision}`,
    ...costs,
    notes: [...warnings, ...notes],
  }
}
