import type { ArmFacts, Ratio, RunEntry, RunFacts, StoredChange } from './contract.ts'

/** One metric of two arms of a run, the reference as the baseline. */
export interface Pair {
  readonly facts: RunFacts
  readonly metric: string
  readonly baseline: ArmFacts
  readonly candidate: ArmFacts
  readonly change: StoredChange
}

/** Pairs with the reference: the first arm, or the one that `pin` names. `note`: why there is none, one line. */
export function pairsOf(
  { facts, ratios }: RunEntry,
  pin?: string,
): { readonly pairs: readonly Pair[]; readonly note: string | null } {
  const matching =
    pin === undefined ? [0] : [...facts.arms.keys()].filter(place => isPinned(facts.arms[place]!, pin))
  if (matching.length !== 1) {
    const note =
      matching.length === 0
        ? 'no arm is the pinned reference'
        : 'several arms are the pinned reference: give its label or id'
    return { pairs: [], note }
  }
  const [reference] = matching as [number]
  const pairs = ratios
    .filter(({ baseline, candidate }) => baseline === reference || candidate === reference)
    .flatMap(ratio => pairOf(facts, ratio, reference))
  return { pairs, note: null }
}

function isPinned({ id, label, version, binarySha256 }: ArmFacts, pin: string): boolean {
  const isDigest = /^[0-9a-f]{8,64}$/.test(pin) && binarySha256?.startsWith(pin) === true
  return [id, label, version].includes(pin) || isDigest
}

function pairOf(facts: RunFacts, ratio: Ratio, reference: number): Pair[] {
  const isBaseline = ratio.baseline === reference
  const baseline = facts.arms[reference]
  const candidate = facts.arms[isBaseline ? ratio.candidate : ratio.baseline]
  if (baseline === undefined || candidate === undefined) return []
  const change = isBaseline ? ratio.change : inverse(ratio.change)
  return [{ facts, metric: ratio.metric, baseline, candidate, change }]
}

/** The baseline against the candidate: 1 over the ratio, so the ends change places. */
export function inverse(change: StoredChange): StoredChange {
  if (change.status === 'insufficient') return change
  const { estimate_pct, low_pct, high_pct } = change
  return {
    ...change,
    estimate_pct: inverted(estimate_pct)!,
    low_pct: inverted(high_pct),
    high_pct: inverted(low_pct),
  }
}

function inverted(change_pct: number | null): number | null {
  return change_pct === null ? null : 100 * (1 / (1 + change_pct / 100) - 1)
}
