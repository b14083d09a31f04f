import type { UInt64 } from './uint64.ts'

/** A seccomp profile in Docker's format, checked: every field has its type, every system call name its alphabet. */
export interface DockerProfile {
  /** Absent only in a profile that asks for no filter at all (no default action, no rules). */
  readonly defaultAction?: string
  readonly defaultErrnoRet?: number
  /** The old format: a plain list instead of `archMap`. */
  readonly architectures?: readonly string[]
  readonly archMap?: readonly ArchMapElement[]
  readonly flags?: readonly string[]
  readonly syscalls: readonly DockerRule[]
}

export interface ArchMapElement {
  readonly architecture: string
  readonly subArchitectures: readonly string[]
}

export interface DockerRule {
  /** Old-format `name` comes out as a list of one. */
  readonly names: readonly string[]
  readonly action: string
  readonly errnoRet?: number
  readonly args: readonly DockerArgument[]
  readonly includes: DockerConditions
  readonly excludes: DockerConditions
}

export interface DockerConditions {
  readonly arches: readonly string[]
  readonly caps: readonly string[]
  readonly minKernel?: KernelVersion
}

export interface DockerArgument {
  readonly index: number
  readonly value: UInt64
  readonly valueTwo?: UInt64
  readonly op: string
}

/** `6.1` is `{ version: 6, revision: 1 }`; what follows the second number does not take part in comparisons. */
export interface KernelVersion {
  readonly version: number
  readonly revision: number
}
