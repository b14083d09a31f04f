import { styleText } from 'node:util'
import {
  changeText,
  pointName,
  pointValue,
  seriesPlace,
  seriesSummary,
  seriesTitle,
} from '../report/charts/history-words.ts'
import { change, minute } from '../report/format.ts'
import { type History, isUsable, oneLine, type Series } from '../src/index.ts'

export interface HistoryTextOptions {
  /** Points that are listed of each series, the newest. */
  readonly last: number
  readonly colours: boolean
}

/** A history as people read it on a terminal: per series a line of blocks, what changed where, and the newest runs. */
export function historyText({ series, notes }: History, options: HistoryTextOptions): string {
  const lines = series.flatMap(each => seriesLines(each, options))
  if (series.length === 0) lines.push('no stored run matches; measure one: seccomp-bench run')
  return [...lines, ...notes].map(line => `${line}\n`).join('')
}

function seriesLines(series: Series, { last, colours }: HistoryTextOptions): string[] {
  const strong = (text: string) => (colours ? styleText('bold', text) : text)
  const lines = [
    strong(oneLine(seriesTitle(series.key))),
    `  ${oneLine(seriesPlace(series.key))}`,
    `  ${seriesSummary(series)}`,
    `  ${sparkline(series)}${sparkRange(series)}`,
    ...series.changes.map(level => `  change of level: ${oneLine(changeText(series, level))}`),
  ]
  return [...lines, ...newest(series, last), '']
}

const blocks = '▁▂▃▄▅▆▇█'
const mostBlocks = 60

/** The newest points, the least value lowest; a gap where a run tells nothing. */
export function sparkline({ points }: Pick<Series, 'points'>): string {
  const { shown, values, known } = newestValues(points)
  const least = Math.min(...known)
  const span = Math.max(...known) - least
  const drawn = values.map(value => {
    if (value === null) return ' '
    const height = span === 0 ? 0.5 : (value - least) / span
    return blocks[Math.min(blocks.length - 1, Math.floor(height * blocks.length))]
  })
  return `${shown.length < points.length ? '…' : ''}${drawn.join('')}`
}

/** What the lowest and the highest block stand for. */
function sparkRange({ points }: Series): string {
  const { known } = newestValues(points)
  return known.length < 2 ? '' : `  ▁ ${change(Math.min(...known))}  █ ${change(Math.max(...known))}`
}

function newestValues(points: Series['points']) {
  const shown = points.slice(-mostBlocks)
  const values = shown.map(point =>
    isUsable(point) && point.change.status === 'estimated' ? point.change.estimate_pct : null,
  )
  return { shown, values, known: values.filter(value => value !== null) }
}

function newest({ points }: Series, last: number): string[] {
  const rows = (last === 0 ? [] : points.slice(-last)).map(point =>
    [
      minute(point.created),
      pointName(point),
      pointValue(point) + (point.interrupted ? ' interrupted' : ''),
      point.run,
    ].map(oneLine),
  )
  const widths = [0, 1, 2].map(column => Math.max(0, ...rows.map(row => row[column]!.length)))
  return rows.map(row => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`)
}
