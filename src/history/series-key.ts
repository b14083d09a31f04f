import type { Facts } from '../cell.ts'
import type { Mode } from '../model.ts'
import type { ArmFacts, RunFacts } from './contract.ts'
import type { Pair } from './pairs.ts'

/** What must be equal for two points to be compared: a ratio holds for its machine, its work and its arms. */
export interface SeriesKey {
  readonly scenario: string
  readonly mode: Mode
  /** Of one batch, and how many of them at once; `null` in sequential mode, where they are rounds. */
  readonly containers: number | null
  readonly concurrency: number | null
  readonly architecture: string
  readonly native: boolean
  readonly baseline: ArmKey
  readonly candidate: ArmKey
  readonly metric: string
  readonly launcher: string
  readonly privateMounts: boolean
  readonly pinned: boolean
  readonly capabilities: readonly string[]
  readonly hostClass: Facts
}

export interface ArmKey {
  readonly label: string
  readonly converter: string
  readonly writer: string
  /** File name: a profile whose content changed goes on in its series, and the change is told. */
  readonly profile: string
  readonly fsync: boolean
}

export function keyOf(pair: Pair): SeriesKey {
  return { ...runKey(pair.facts), ...pairKey(pair) }
}

/** Equal for equal keys: `sharedName(facts) + ownName(pair)`. Of a thousand runs the first part is made a thousand times. */
export function sharedName(facts: RunFacts): string {
  return JSON.stringify(runKey(facts))
}

export function ownName(pair: Pair): string {
  return JSON.stringify(pairKey(pair))
}

function runKey(facts: RunFacts) {
  const { scenario, mode, containers, concurrency, architecture, native } = facts
  const { launcher, privateMounts, pinned, capabilities, hostClass } = facts
  const isBatch = mode === 'parallel'
  return {
    scenario,
    mode,
    containers: isBatch ? containers : null,
    concurrency: isBatch ? concurrency : null,
    architecture,
    native,
    launcher,
    privateMounts,
    pinned,
    capabilities,
    hostClass,
  }
}

function pairKey({ metric, baseline, candidate }: Pair) {
  return { baseline: armKey(baseline), candidate: armKey(candidate), metric }
}

function armKey({ label, converter, writer, profile, fsync }: ArmFacts): ArmKey {
  return { label, converter, writer, profile, fsync }
}
