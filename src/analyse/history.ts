/**
 * When did it change? Change points of a series of one ratio per commit: binary splitting by Student's test within
 * windows, a lenient first pass, then the weakest point goes until all hold (Hunter: Fleming et al., ICPE 2023). The
 * series must be ratios to a pinned reference measured in the same session: absolute times show the machine's history.
 */
import { pooledP, sampleOf } from './student.ts'

export interface ChangePoint {
  /** Index of the first value after the change. */
  readonly index: number
  readonly before: number
  readonly after: number
  readonly p: number
}

export interface HistoryOptions {
  /** A point stays below this p (default 0.001); the first pass takes ten times as much. */
  readonly most_p?: number
  /** Values that a split sees at most (default 50). */
  readonly window?: number
  /** Smaller differences of the means are no change (default 0), in the unit of the series. */
  readonly least?: number
}

/** Fewer values than this on one side cannot hold a change. */
const leastSide = 3

export function changePoints(
  series: readonly number[],
  options: HistoryOptions = {},
): readonly ChangePoint[] {
  const { most_p = 0.001, window = 50, least = 0 } = options
  let indices = candidates(series, window, 10 * most_p)
  for (;;) {
    const points = described(series, indices)
    const worst = points
      .filter(point => point.p > most_p || Math.abs(point.after - point.before) < least)
      .toSorted((one, other) => other.p - one.p)[0]
    if (worst === undefined) return points
    indices = indices.filter(index => index !== worst.index)
  }
}

/** Split points of windows that overlap by half. */
function candidates(series: readonly number[], window: number, most_p: number): number[] {
  const found = new Set<number>()
  for (let start = 0; start === 0 || start + window / 2 < series.length; start += Math.floor(window / 2)) {
    split(series, start, Math.min(series.length, start + window), most_p, found)
  }
  return [...found].sort((a, b) => a - b)
}

function split(
  series: readonly number[],
  start: number,
  end: number,
  most_p: number,
  found: Set<number>,
): void {
  const index = bestSplit(series.slice(start, end))
  if (index === null) return
  const place = start + index
  if (pooledP(sampleOf(series.slice(start, place)), sampleOf(series.slice(place, end))) > most_p) return
  found.add(place)
  split(series, start, place, most_p, found)
  split(series, place, end, most_p, found)
}

/**
 * The place with the least p. Its total is the same for every place, so t² orders as p does, and with it the share of
 * the sum of squares that lies between the two sides: one pass instead of a test at every place.
 */
function bestSplit(values: readonly number[]): number | null {
  const mean = sampleOf(values).mean
  let best: { readonly index: number; readonly between: number } | null = null
  let sum = 0
  for (const [place, value] of values.entries()) {
    sum += value - mean
    const index = place + 1
    if (index < leastSide || index > values.length - leastSide) continue
    const between = sum ** 2 * (1 / index + 1 / (values.length - index))
    if (best === null || between > best.between) best = { index, between }
  }
  return best?.index ?? null
}

/** Each point by what lies between its neighbours. */
function described(series: readonly number[], indices: readonly number[]): ChangePoint[] {
  return indices.map((index, place) => {
    const before = series.slice(indices[place - 1] ?? 0, index)
    const after = series.slice(index, indices[place + 1] ?? series.length)
    if (before.length < 2 || after.length < 2) return { index, before: 0, after: 0, p: 1 }
    const [one, other] = [sampleOf(before), sampleOf(after)]
    return { index, before: one.mean, after: other.mean, p: pooledP(one, other) }
  })
}
