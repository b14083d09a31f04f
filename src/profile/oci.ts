import type { UInt64 } from './uint64.ts'

/** `linux.seccomp` of the OCI runtime specification, as far as the converters fill it. */
export interface OciFilter {
  readonly defaultAction: string
  readonly defaultErrnoRet?: number
  readonly architectures?: readonly string[]
  readonly flags?: readonly string[]
  readonly syscalls: readonly OciRule[]
}

export interface OciRule {
  readonly names: readonly string[]
  readonly action: string
  readonly errnoRet?: number
  readonly args?: readonly OciArgument[]
}

export interface OciArgument {
  readonly index: number
  readonly value: UInt64
  readonly valueTwo?: UInt64
  readonly op: string
}
