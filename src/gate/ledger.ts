import type { Converter, Target } from '../contracts.ts'
import { parseDockerProfile } from '../profile/docker.ts'
import { lxcText } from '../profile/lxc.ts'
import { type OciFilter, serialiseOciFilter } from '../profile/oci.ts'
import type { CountedCell } from './counts.ts'

export interface LedgerProfile {
  readonly name: string
  readonly sha256: string
  readonly text: string
}

/** What the converters of a build make of profiles: exact, and the same wherever the build runs. */
export function countLedger(
  profiles: readonly LedgerProfile[],
  converters: Readonly<Record<string, Converter>>,
  targets: readonly Target[],
): CountedCell[] {
  return profiles.flatMap(({ name, sha256, text }) => {
    const profile = parseDockerProfile(text)
    return Object.entries(converters).flatMap(([converter, { convert }]) =>
      targets.map(target => {
        const { filter } = convert(profile, target)
        return {
          name: `${converter}, ${name} (${sha256.slice(0, 12)}), ${target.machine}`,
          counts: filter === null ? noFilter : countsOf(filter, target.machine),
        }
      }),
    )
  })
}

const noFilter = { architectures: 0, rules: 0, oci_bytes: 0, lxc_bytes: 0, lxc_lines: 0 }

function countsOf(filter: OciFilter, machine: string): CountedCell['counts'] {
  const lxc = lxcTextOrNull(filter, machine)
  return {
    architectures: filter.architectures?.length ?? 0,
    rules: filter.syscalls.length,
    oci_bytes: Buffer.byteLength(serialiseOciFilter(filter)),
    lxc_bytes: lxc === null ? null : Buffer.byteLength(lxc),
    lxc_lines: lxc === null ? null : lxc.split('\n').length - 1,
  }
}

/** lcr knows five actions: a filter with another one has no text. */
function lxcTextOrNull(filter: OciFilter, machine: string): string | null {
  try {
    return lxcText(filter, machine)
  } catch {
    return null
  }
}
