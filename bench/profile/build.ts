import { argumentRules } from './argument-rules.ts'
import { errno, neverAllowed, openedByCapability } from './facts.ts'
import { type ArchGroup, commonGroups, families, recentGroups } from './families.ts'
import { blockedByManual } from './manual.ts'
import { allow, type Rule } from './rule.ts'
import type { SyscallName } from './syscall-names.ts'

/** The profiles that are generated, by file name: JSON, two spaces, a newline at the end. */
export function profileTexts(names: readonly SyscallName[]): Readonly<Record<string, string>> {
  return {
    'default.json': profileText(commonGroups, names),
    'wide.json': profileText([...commonGroups, ...recentGroups], names),
  }
}

function profileText(archMap: readonly ArchGroup[], names: readonly SyscallName[]): string {
  const head = { defaultAction: 'SCMP_ACT_ERRNO', defaultErrnoRet: errno.EPERM, archMap }
  return `${JSON.stringify({ ...head, syscalls: rules(names) }, null, 2)}\n`
}

function rules(names: readonly SyscallName[]): readonly Rule[] {
  const restricted = restrictedNames()
  const open = names.filter(({ name }) => !restricted.has(name))
  return [
    allow(
      open.filter(syscall => familyOf(syscall) === undefined).map(({ name }) => name),
      { comment: 'always' },
    ),
    ...argumentRules(),
    ...familyRules(open),
    ...capabilityRules(),
  ]
}

/** Names that only some circumstance opens, or nothing at all. */
function restrictedNames(): ReadonlySet<string> {
  return new Set([
    ...blockedByManual.map(({ name }) => name),
    ...[...neverAllowed, ...openedByCapability].flatMap(({ names }) => names),
    ...argumentRules().flatMap(({ names }) => names),
  ])
}

function familyOf({ tables }: SyscallName) {
  return families.find(family => tables.every(table => family.tables.includes(table)))
}

function familyRules(open: readonly SyscallName[]): readonly Rule[] {
  return families
    .map(family => ({ family, own: open.filter(syscall => familyOf(syscall) === family) }))
    .filter(({ own }) => own.length > 0)
    .map(({ family, own }) =>
      allow(
        own.map(({ name }) => name),
        { comment: `only ${family.name} has these`, includes: { arches: family.arches } },
      ),
    )
}

/** One rule a capability: what Docker's manual says it gates, without the obsolete, and what facts.ts adds. */
function capabilityRules(): readonly Rule[] {
  const opened = [
    ...blockedByManual.flatMap(({ name, gate, obsolete }) =>
      gate === null || obsolete ? [] : [{ capability: gate, name }],
    ),
    ...openedByCapability.flatMap(({ capability, names }) => names.map(name => ({ capability, name }))),
  ]
  return [...new Set(opened.map(({ capability }) => capability))].toSorted().map(capability =>
    allow(
      opened.filter(entry => entry.capability === capability).map(({ name }) => name),
      { comment: `with ${capability}`, includes: { caps: [capability] } },
    ),
  )
}
