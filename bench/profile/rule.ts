/** A rule as Docker's format writes it; a field that says nothing is left out. */
export interface Rule {
  readonly names: readonly string[]
  readonly action: 'SCMP_ACT_ALLOW' | 'SCMP_ACT_ERRNO'
  readonly errnoRet?: number
  readonly args?: readonly Argument[]
  readonly comment: string
  readonly includes?: Conditions
  readonly excludes?: Conditions
}

interface Argument {
  readonly index: number
  readonly value: number
  readonly valueTwo?: number
  readonly op: string
}

interface Conditions {
  readonly arches?: readonly string[]
  readonly caps?: readonly string[]
  readonly minKernel?: string
}

/** An allowing rule, its names sorted. */
export function allow(names: readonly string[], rest: Omit<Rule, 'names' | 'action'>): Rule {
  return { names: names.toSorted(), action: 'SCMP_ACT_ALLOW', ...rest }
}
