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

/**
 * The filter as one line of JSON, fields in the order in which Go's encoding/json prints `specs.LinuxSeccomp`.
 * What is absent is left out, and so are rules when there are none (Go's omitempty); a list of architectures that is
 * there but empty stays. Numbers above 2^53 keep all their digits. `null` (no filter) is `null`.
 */
export function serialiseOciFilter(filter: OciFilter | null): string {
  if (filter === null) return 'null'
  let text = `{"defaultAction":${JSON.stringify(filter.defaultAction)}`
  if (filter.defaultErrnoRet !== undefined) text += `,"defaultErrnoRet":${filter.defaultErrnoRet}`
  if (filter.architectures !== undefined) text += `,"architectures":${JSON.stringify(filter.architectures)}`
  if (filter.flags !== undefined) text += `,"flags":${JSON.stringify(filter.flags)}`
  if (filter.syscalls.length > 0) text += `,"syscalls":[${filter.syscalls.map(serialiseRule).join(',')}]`
  return `${text}}`
}

function serialiseRule(rule: OciRule): string {
  let text = `{"names":${JSON.stringify(rule.names)},"action":${JSON.stringify(rule.action)}`
  if (rule.errnoRet !== undefined) text += `,"errnoRet":${rule.errnoRet}`
  if (rule.args !== undefined && rule.args.length > 0)
    text += `,"args":[${rule.args.map(serialiseArgument).join(',')}]`
  return `${text}}`
}

function serialiseArgument({ index, value, valueTwo, op }: OciArgument): string {
  const second = valueTwo === undefined ? '' : `,"valueTwo":${valueTwo}`
  return `{"index":${index},"value":${value}${second},"op":${JSON.stringify(op)}}`
}
