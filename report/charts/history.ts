import type { ChartConfiguration } from 'chart.js'
import { type ChangeInterval, isUsable, type Series } from '../../src/index.ts'
import { armColours, changeColour, grid, ink } from '../colours.ts'
import { niceStep } from './axis.ts'
import { pointName } from './history-words.ts'

/**
 * One series over its runs: the change with its interval as a band, and the level between changes as steps. Points
 * whose run is INVALID or too short are gaps. No functions in it: the same value draws the picture and the page.
 */
export function historyChart(series: Series): ChartConfiguration<'line', (number | null)[], string> {
  const [blue, orange] = armColours
  const values = series.points.map(point =>
    isUsable(point) && point.change.status === 'estimated' ? point.change : null,
  )
  const line = { pointRadius: 0, borderWidth: 0, tension: 0 }
  const several = values.length > 150
  return {
    type: 'line',
    data: {
      labels: series.points.map(point => pointName(point).slice(0, 10)),
      datasets: [
        {
          ...line,
          label: 'interval, upper end',
          data: values.map(value => value?.high_pct ?? null),
          fill: '+1',
          backgroundColor: `${blue}30`,
        },
        { ...line, label: 'interval, lower end', data: values.map(value => value?.low_pct ?? null) },
        {
          ...line,
          label: 'change',
          data: values.map(value => value?.estimate_pct ?? null),
          borderColor: blue,
          backgroundColor: blue,
          borderWidth: 1,
          pointRadius: several ? 1 : 2.5,
        },
        {
          ...line,
          label: 'level',
          data: levels(series),
          borderColor: orange,
          backgroundColor: orange,
          borderWidth: 2.5,
          stepped: true,
        },
      ],
    },
    options: {
      animation: false,
      maintainAspectRatio: false,
      interaction: { mode: 'index', intersect: false },
      plugins: { legend: { display: false } },
      scales: {
        x: { ticks: { maxTicksLimit: 24, maxRotation: 45, color: changeColour }, grid: { display: false } },
        y: changeAxis(values),
      },
    },
  }
}

/** Levels are told apart by a cut axis, and a cut axis says so. */
function changeAxis(values: readonly (ChangeInterval | null)[]) {
  const ends = values.flatMap(value =>
    value === null ? [] : [value.estimate_pct, value.low_pct, value.high_pct],
  )
  const known = ends.filter(end => end !== null)
  const low = Math.min(...known)
  const high = Math.max(...known)
  const step = niceStep((high - low) / 5)
  const range =
    known.length === 0 ? {} : { min: Math.floor(low / step) * step, max: Math.ceil(high / step) * step }
  const cut = known.length > 0 && (range.min! > 0 || range.max! < 0)
  return {
    ...range,
    title: { display: true, text: `change, %${cut ? ' (0 is outside)' : ''}`, color: ink },
    ticks: { stepSize: step },
    grid: { color: grid },
  }
}

/** The mean between two changes of level at each of its points; nothing where no change was found. */
function levels({ points, changes }: Series): (number | null)[] {
  if (changes.length === 0) return points.map(() => null)
  return points.map((_, index) => {
    const last = changes.findLast(({ point }) => point <= index)
    return last?.after_pct ?? changes[0]!.before_pct
  })
}
