import { type Metric, type RoundsOverTime, roundsOverTime } from '../../src/index.ts'
import type { Chart, ChartInput, Figure, Panel, PlainDataset } from '../chart.ts'
import { armColours, faint, ink } from '../colours.ts'
import { rounded } from '../data/values.ts'
import { signed } from '../format.ts'
import { changeText, labelOf } from '../wording.ts'
import { changeRange, legend } from './axis.ts'

/** Each round's own change over the run, and the estimate as it came about: drifts and jumps show here. */
export const rounds: Chart = {
  name: 'rounds',
  summary: 'change of each round over time, with the running estimate',
  named: false,
  perMetric: true,
  applies: ({ analysis }) =>
    analysis.comparisons[0]?.metrics.some(({ change }) => change.status === 'estimated') ?? false,
  fileName: ({ target, plan }) => `${target.architecture}-${plan.mode}-rounds`,
  figure,
}

/** Apart by colour and by form: the slot that a round's candidate ran in. */
const [, , first, second] = armColours

function figure({ run, analysis }: ChartInput, metric: Metric): Figure {
  const { baseline, candidate, metrics } = analysis.comparisons[0]!
  const row = metrics[analysis.metrics.indexOf(metric)]!
  const data = roundsOverTime(run, metric.name, baseline, candidate)
  const [one, other] = [labelOf(run, candidate), labelOf(run, baseline)]
  const range = axisRange(data)
  const outside = data.rounds.filter(({ change_pct }) => change_pct < range.min || change_pct > range.max)
  const notes = [
    'The running estimate is taken from all rounds so far, what running second costs removed. Its interval holds 95 % at one place; choosing the place by its look would not.',
  ]
  if (outside.length > 0) {
    notes.push(
      `${outside.length} rounds lie outside the axis and are drawn at its edge; all are in the estimate.`,
    )
  }
  if (row.carryOver?.significant === true) {
    notes.push('Carry-over was found: the reported change uses only rounds that repeat the arm before.')
  }
  return {
    heading: `Round by round: ${metric.label}`,
    height: 400,
    panels: [panel(data, range, one)],
    notes,
    words: `A point for each of ${data.rounds.length} rounds and the running estimate of ${one} against ${other}; at the end ${changeText(row.change)}.`,
    table: {
      columns: ['after round', 'estimate [95 % interval]'],
      rows: data.running.map(({ place, estimate_pct, low_pct, high_pct }) => [
        String(place),
        changeText({
          status: 'estimated',
          estimate_pct,
          low_pct,
          high_pct,
          n: place,
          confidence_pct: 95,
          alpha: 0.05,
          p: 1,
        }),
      ]),
    },
  }
}

interface Range {
  readonly min: number
  readonly max: number
  readonly step: number
}

/** Wide enough for the bulk (three quartile distances) and the final interval, not for spikes; zero is always on it. */
function axisRange({ rounds, running }: RoundsOverTime): Range {
  const sorted = rounds.map(({ change_pct }) => change_pct).toSorted((a, b) => a - b)
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))] ?? 0
  const last = running.at(-1)
  const [q1, q3] = [at(0.25), at(0.75)]
  const low = Math.max(sorted[0] ?? 0, q1 - 3 * (q3 - q1))
  const high = Math.min(sorted.at(-1) ?? 0, q3 + 3 * (q3 - q1))
  const range = changeRange([low, high, last?.low_pct ?? 0, last?.high_pct ?? 0])
  // Nothing takes less than no time.
  return { ...range, min: Math.max(-100, range.min) }
}

function panel({ rounds, running }: RoundsOverTime, range: Range, candidate: string): Panel {
  const inside = (value: number): number => Math.min(range.max, Math.max(range.min, value))
  const points = (candidateFirst: boolean): PlainDataset['data'] =>
    rounds
      .filter(round => round.candidateFirst === candidateFirst)
      .map(({ place, change_pct }) => ({
        x: place,
        y: rounded(inside(change_pct)),
        ...(inside(change_pct) === change_pct ? {} : { text: `${signed(change_pct)} % (outside the axis)` }),
      }))
  const line = { type: 'line', pointRadius: 0 }
  const bound = (end: 'low_pct' | 'high_pct') =>
    running.map(look => ({
      x: look.place,
      y: rounded(inside(look[end] ?? (end === 'low_pct' ? -1e9 : 1e9))),
    }))
  const dots = {
    type: 'scatter',
    clip: 8,
    borderWidth: 1,
    pointRadius: rounds.length > 200 ? 2.5 : 4,
    order: 2,
  }
  return {
    title: `Change of each round, %: below 0, ${candidate} took less`,
    share: 1,
    config: {
      type: 'scatter',
      data: {
        datasets: [
          {
            ...dots,
            label: `${candidate} ran first`,
            data: points(true),
            backgroundColor: `${first}99`,
            borderColor: first,
          },
          {
            ...dots,
            label: `${candidate} ran second`,
            data: points(false),
            pointStyle: 'triangle',
            backgroundColor: `${second}99`,
            borderColor: second,
          },
          {
            ...line,
            label: 'interval, upper end',
            legend: false,
            data: bound('high_pct'),
            borderWidth: 0,
            fill: '+1',
            backgroundColor: faint(ink),
            order: 1,
          },
          {
            ...line,
            label: 'interval, lower end',
            legend: false,
            data: bound('low_pct'),
            borderWidth: 0,
            order: 1,
          },
          {
            ...line,
            label: 'running estimate, band: its 95 % interval',
            data: running.map(({ place, estimate_pct, low_pct, high_pct }) => ({
              x: place,
              y: rounded(inside(estimate_pct)),
              text: `${signed(estimate_pct)} % [${low_pct === null ? '−∞' : signed(low_pct)}, ${high_pct === null ? '+∞' : signed(high_pct)}]`,
            })),
            borderColor: ink,
            backgroundColor: faint(ink),
            borderWidth: 2.5,
            order: 0,
          },
        ],
      },
      options: {
        layout: { padding: { top: 6, right: 12 } },
        interaction: { mode: 'nearest', intersect: false },
        scales: {
          x: {
            type: 'linear',
            min: 0,
            max: rounds.at(-1)?.place ?? 1,
            title: { display: true, text: 'round', color: ink, font: { size: 14 } },
            grid: { display: false },
            ticks: { font: { size: 13 }, color: ink, maxRotation: 0, precision: 0 },
          },
          y: {
            min: range.min,
            max: range.max,
            zeroLine: true,
            title: { display: true, text: 'change, %', color: ink, font: { size: 14 } },
            ticks: { stepSize: range.step, signed: true, color: ink, font: { size: 13 } },
          },
        },
        plugins: { legend: { ...legend(), labels: { ...legend().labels, usePointStyle: true } } },
      },
    },
  }
}
