import type { Converter, Target } from '../contracts.ts'
import { architectureOf } from '../profile/arch.ts'
import type { DockerArgument, DockerProfile, DockerRule } from '../profile/docker.ts'
import { isAtLeast } from '../profile/kernel.ts'
import type { OciArgument, OciRule } from '../profile/oci.ts'

/**
 * Docker's own conversion (moby, profiles/seccomp/seccomp_linux.go): everything is tested against the host.
 * The default error number and flags are kept, as Docker does now; its 20.10 drops them.
 */
export const moby: Converter = {
  name: 'moby',
  summary: 'Docker’s own conversion: architectures, capabilities and kernel of the host',
  convert(profile, target) {
    const { defaultAction, defaultErrnoRet, flags } = profile
    if (defaultAction === undefined) return { filter: null, warnings: [] }
    const architectures = hostArchitectures(profile, target.machine)
    return {
      filter: {
        defaultAction,
        ...(defaultErrnoRet === undefined ? {} : { defaultErrnoRet }),
        ...(architectures.length === 0 ? {} : { architectures }),
        ...(flags === undefined ? {} : { flags }),
        syscalls: rules(profile, target),
      },
      warnings: [],
    }
  },
}

/** A plain list (old format) is taken whole; of `archMap` the first element of the host's architecture. */
function hostArchitectures(profile: DockerProfile, machine: string): readonly string[] {
  if (profile.architectures !== undefined) return profile.architectures
  const host = architectureOf(machine)
  if (host?.moby?.selects !== true) return []
  const element = profile.archMap?.find(({ architecture }) => architecture === host.scmp)
  return element === undefined ? [] : [element.architecture, ...element.subArchitectures]
}

function rules(profile: DockerProfile, target: Target): readonly OciRule[] {
  const host: Host = {
    arch: architectureOf(target.machine)?.moby?.name,
    capabilities: new Set(target.capabilities),
    kernel: target.kernel,
  }
  return profile.syscalls.filter(rule => isWanted(rule, host)).map(copy)
}

interface Host {
  readonly arch: string | undefined
  readonly capabilities: ReadonlySet<string>
  readonly kernel: Target['kernel']
}

function isWanted({ includes, excludes }: DockerRule, host: Host): boolean {
  const hasCap = (name: string) => host.capabilities.has(name)
  const hasArch = (name: string) => name === host.arch
  return !(
    excludes.arches.some(hasArch) ||
    excludes.caps.some(hasCap) ||
    (excludes.minKernel !== undefined && isAtLeast(host.kernel, excludes.minKernel)) ||
    (includes.arches.length > 0 && !includes.arches.some(hasArch)) ||
    !includes.caps.every(hasCap) ||
    (includes.minKernel !== undefined && !isAtLeast(host.kernel, includes.minKernel))
  )
}

function copy({ names, action, errnoRet, args }: DockerRule): OciRule {
  const rule = args.length === 0 ? { names, action } : { names, action, args: args.map(withoutZero) }
  return errnoRet === undefined ? rule : { ...rule, errnoRet }
}

/** Go prints no `valueTwo` of 0. */
function withoutZero({ index, value, valueTwo, op }: DockerArgument): OciArgument {
  return valueTwo === undefined || valueTwo === 0 ? { index, value, op } : { index, value, valueTwo, op }
}
