/** How the series of a history are named and told, in every form that it takes. */
import {
  type HistoryPoint,
  type LevelChange,
  metricsOf,
  type Series,
  type SeriesKey,
} from '../../src/index.ts'
import { change, signed } from '../format.ts'

/** `CPU time per container, host-arch against full-arch`. */
export function seriesTitle({ metric, mode, baseline, candidate }: SeriesKey): string {
  const label = metricsOf(mode).find(({ name }) => name === metric)?.label ?? metric
  return `${label}: ${candidate.label} against ${baseline.label}`
}

/** What was measured and where, one line. */
export function seriesPlace(key: SeriesKey): string {
  const { scenario, mode, containers, concurrency, architecture, native, baseline, candidate } = key
  const both = (one: string, other: string) => (one === other ? one : `${one} / ${other}`)
  const batch = containers === null ? '' : `, batches of ${containers}, ${concurrency} at once`
  return [
    both(baseline.writer, candidate.writer),
    `${scenario === mode ? mode : `${scenario} (${mode})`}${batch}`,
    `${architecture}${native ? '' : ', not native'}`,
    both(baseline.profile, candidate.profile),
    Object.entries(key.hostClass)
      .map(([name, value]) => `${name} ${value}`)
      .join(', '),
  ].join('; ')
}

/** `commit 1a2b3c4d5e6f`, or the day where no commit is known. */
export function pointName({ commit, created }: HistoryPoint): string {
  return commit ?? created.slice(0, 10)
}

/** `−0.78 % [−1.00, −0.57]`; `?` where the rounds cannot bound it. */
export function pointValue({ change: measured, invalid }: HistoryPoint): string {
  if (measured.status === 'insufficient') return `n/a (${measured.reason})`
  const ends = [measured.low_pct, measured.high_pct].map(end => (end === null ? '?' : signed(end)))
  return `${change(measured.estimate_pct)} [${ends.join(', ')}]${invalid === null ? '' : ` INVALID: ${invalid}`}`
}

/** `−2.01 % before, +0.98 % since 1a2b3c (2026-01-02, p 2e-9); with it: kernel 6.1.0 → 6.6.1`. */
export function changeText({ points }: Series, level: LevelChange): string {
  const point = points[level.point]!
  const since = `${pointName(point)} (${point.created.slice(0, 10)}, p ${level.p.toExponential(0)})`
  const others = level.others.length === 0 ? 'nothing else that is recorded' : level.others.join(', ')
  return `${change(level.before_pct)} before, ${change(level.after_pct)} since ${since}; with it: ${others}`
}

export function seriesSummary(series: Series): string {
  const { points, changes } = series
  const [first, last] = [points[0]!, points.at(-1)!].map(({ created }) => created.slice(0, 10))
  const levels =
    changes.length === 0
      ? 'no change of level'
      : `${changes.length} change${changes.length === 1 ? '' : 's'} of level`
  return `${points.length} run${points.length === 1 ? '' : 's'}, ${first === last ? first : `${first} to ${last}`}; ${levels}`
}
