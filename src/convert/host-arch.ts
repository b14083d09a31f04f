import type { Converter } from '../contracts.ts'
import type { DockerProfile } from '../profile/docker.ts'
import { isuladRules } from './rules.ts'
import { plainListWarnings } from './warnings.ts'

/** iSulad since commit f1176519: the host's architecture and its sub-architectures; the rules as in `full-arch`. */
export const hostArch: Converter = {
  name: 'host-arch',
  summary: 'iSulad since its optimisation: the host’s architecture and its sub-architectures',
  convert(profile, target) {
    if (profile.defaultAction === undefined) return { filter: null, warnings: [] }
    const { architectures, warnings } = hostArchitectures(profile, target.machine)
    return {
      filter: {
        defaultAction: profile.defaultAction,
        architectures,
        syscalls: isuladRules(profile, target.capabilities),
      },
      warnings: [...plainListWarnings('host-arch', profile), ...warnings],
    }
  },
}

function hostArchitectures(profile: DockerProfile, machine: string) {
  const selected = selectedByMachine.get(machine.toLowerCase())
  if (selected === undefined) {
    return {
      architectures: [],
      warnings: [`host-arch knows x86 and ARM hosts only: no architecture is listed for ${machine}`],
    }
  }
  const element = profile.archMap?.find(({ architecture }) => architecture === selected)
  if (element === undefined) {
    return {
      architectures: [selected],
      warnings: [`the profile's archMap has no ${selected}: it is listed alone`],
    }
  }
  return { architectures: [element.architecture, ...element.subArchitectures], warnings: [] }
}

/**
 * The machines that iSulad tells apart, in its own spellings: no i686, no armv7l, and a 32-bit host selects the 64-bit
 * architecture. Not part of the architecture table, because it is no property of an architecture.
 */
const selectedByMachine: ReadonlyMap<string, string> = new Map([
  ['386', 'SCMP_ARCH_X86_64'],
  ['i386', 'SCMP_ARCH_X86_64'],
  ['amd64', 'SCMP_ARCH_X86_64'],
  ['x86_64', 'SCMP_ARCH_X86_64'],
  ['x86-64', 'SCMP_ARCH_X86_64'],
  ['arm', 'SCMP_ARCH_AARCH64'],
  ['armhf', 'SCMP_ARCH_AARCH64'],
  ['armel', 'SCMP_ARCH_AARCH64'],
  ['arm64', 'SCMP_ARCH_AARCH64'],
  ['aarch64', 'SCMP_ARCH_AARCH64'],
])
