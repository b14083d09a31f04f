import { changePoints } from '../analyse/history.ts'
import { logRatio, percent } from '../analyse/percent.ts'
import type { RunEntry, StoredChange } from './contract.ts'
import { type Pair, pairsOf } from './pairs.ts'
import { keyOf, ownName, type SeriesKey, sharedName } from './series-key.ts'
import { whatElseChanged } from './what-changed.ts'

/** The change of one candidate against one baseline over the runs, oldest first. */
export interface Series {
  readonly key: SeriesKey
  readonly points: readonly HistoryPoint[]
  /** Where the level changed; `point` is an index of `points`. */
  readonly changes: readonly LevelChange[]
}

export interface HistoryPoint {
  readonly run: string
  readonly created: string
  readonly commit: string | null
  readonly interrupted: boolean
  /** Why the run's verdict is INVALID; `null`: it is not. Such a point takes no part in `changes`. */
  readonly invalid: string | null
  readonly change: StoredChange
}

export interface LevelChange {
  /** The first point after the change. */
  readonly point: number
  /** Mean levels up to the neighbouring changes, %. */
  readonly before_pct: number
  readonly after_pct: number
  readonly p: number
  /** What else is different from the point before, one line each: `kernel 6.1.0 → 6.6.1`. */
  readonly others: readonly string[]
}

export interface History {
  readonly series: readonly Series[]
  /** Runs that say nothing here, and why: one line each. */
  readonly notes: readonly string[]
}

export interface HistoryChoices {
  /** The arm that the others are compared with, by label, id, version or the sha256 of its binary; else the first. */
  readonly pin?: string
  /** Only pairs of which one arm has this writer; or only candidates with this label. */
  readonly writer?: string
  readonly candidate?: string
  /** Smaller changes of level are none, %. */
  readonly least_pct?: number
}

/** Points that a detector and a chart may use. */
export function isUsable({ invalid, change }: HistoryPoint): boolean {
  return invalid === null && change.status === 'estimated'
}

/**
 * Runs, oldest first, to series. Runs of other hosts, scenarios, arms or profiles by name are never one series. Pure.
 */
export function historyOf(entries: readonly RunEntry[], choices: HistoryChoices): History {
  const groups = new Map<string, { key: SeriesKey; pairs: Pair[] }>()
  const notes: string[] = []
  for (const entry of entries) {
    const { pairs, note } = pairsOf(entry, choices.pin)
    if (note !== null) notes.push(note)
    const prefix = sharedName(entry.facts)
    for (const pair of pairs.filter(pair => isWanted(pair, choices))) {
      const name = prefix + ownName(pair)
      const group = groups.get(name)
      if (group === undefined) groups.set(name, { key: keyOf(pair), pairs: [pair] })
      else group.pairs.push(pair)
    }
  }
  const names = [...groups.keys()].sort()
  return {
    series: names.map(name => seriesOf(groups.get(name)!, choices.least_pct ?? 0)),
    notes: counted(notes),
  }
}

function isWanted({ baseline, candidate }: Pair, choices: HistoryChoices): boolean {
  const { writer, candidate: label } = choices
  if (writer !== undefined && baseline.writer !== writer && candidate.writer !== writer) return false
  return label === undefined || candidate.label === label
}

function seriesOf({ key, pairs }: { key: SeriesKey; pairs: readonly Pair[] }, least_pct: number): Series {
  const points = pairs.map(pointOf)
  const usable = [...points.keys()].filter(index => isUsable(points[index]!))
  const levels = usable.map(index => {
    const { change } = points[index]!
    return change.status === 'estimated' ? logRatio(change.estimate_pct) : 0
  })
  const found = changePoints(levels, { least: Math.log1p(least_pct / 100) })
  return {
    key,
    points,
    changes: found.map(({ index, before, after, p }) => ({
      point: usable[index]!,
      before_pct: percent(before),
      after_pct: percent(after),
      p,
      others: whatElseChanged(pairs[usable[index - 1]!]!, pairs[usable[index]!]!),
    })),
  }
}

function pointOf({ facts, change }: Pair): HistoryPoint {
  const { id, created, commit, status, invalid } = facts
  return { run: id, created, commit, interrupted: status === 'interrupted', invalid, change }
}

/** Equal notes once, with their number. */
function counted(notes: readonly string[]): string[] {
  const counts = new Map<string, number>()
  for (const note of notes) counts.set(note, (counts.get(note) ?? 0) + 1)
  return [...counts].map(([note, count]) => `${count === 1 ? 'one run' : `${count} runs`}: ${note}`)
}
