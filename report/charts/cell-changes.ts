import type { Comparison, Metric } from '../../src/index.ts'
import type { ChartInput, Panel } from '../chart.ts'
import { changeColour, ink, paper } from '../colours.ts'
import { rounded } from '../data/values.ts'
import { change } from '../format.ts'
import { changeText, labelOf } from '../wording.ts'
import { broken, categoryAxis, changeRange, legend } from './axis.ts'

/** The change of each of `metrics` with its interval, %; the published figure is a hollow diamond without one. */
export function changesPanel(
  comparison: Comparison,
  { run, analysis, reference }: ChartInput,
  metrics: readonly Metric[],
): Panel {
  const rows: Row[] = metrics.flatMap(metric => {
    const { change } = comparison.metrics[analysis.metrics.indexOf(metric)]!
    if (change.status !== 'estimated') return []
    const { estimate_pct: x, low_pct, high_pct } = change
    const row = { x, xMin: low_pct ?? x, xMax: high_pct ?? x, text: changeText(change) }
    return [{ ...row, label: metric.label, published: false }]
  })
  if (reference !== null && comparison === analysis.comparisons[0]) {
    const x = reference.stated_pct
    const text = `${change(x)}, no spread given`
    const label = `published: ${reference.containers} in all`
    rows.push({ x, xMin: x, xMax: x, text, label, published: true })
  }
  const { min, max, step } = changeRange(rows.flatMap(({ xMin, xMax }) => [xMin, xMax]))
  const colour = (of: string) => rows.map(({ published }) => (published ? 'transparent' : of))
  return {
    title: `Change: ${labelOf(run, comparison.candidate)} against ${labelOf(run, comparison.baseline)}, 95 % interval`,
    share: 0.47,
    config: {
      type: 'barWithErrorBars',
      data: {
        labels: rows.map(({ label }) => broken(label)),
        datasets: [
          {
            label: 'change',
            legend: false,
            data: rows.map(({ x, xMin, xMax, text }) => ({
              x: rounded(x),
              xMin: rounded(xMin),
              xMax: rounded(xMax),
              text,
            })),
            backgroundColor: colour(changeColour),
            errorBarColor: colour(ink),
            errorBarWhiskerColor: colour(ink),
            errorBarLineWidth: 1.5,
            errorBarWhiskerLineWidth: 1.5,
            maxBarThickness: 20,
          },
        ],
      },
      options: {
        indexAxis: 'y',
        layout: { padding: { top: 6, right: 10 } },
        scales: {
          x: {
            min,
            // Behind the longest bar there is room for the texts, without ticks.
            max: max + Math.max(step, max - min) * 0.95,
            zeroLine: true,
            title: {
              display: true,
              text: 'change of the time, %  (left of 0: less)',
              align: 'start',
              color: ink,
              font: { size: 14 },
            },
            ticks: {
              stepSize: step,
              signed: true,
              upTo: max,
              maxRotation: 0,
              color: ink,
              font: { size: 13 },
            },
          },
          y: categoryAxis({
            ticks: { font: { size: 12.5 }, color: ink, autoSkip: false, crossAlign: 'far' },
          }),
        },
        plugins: {
          legend: legend(false),
          marks: {
            texts: [rows.map(({ text }) => text)],
            diamonds: rows.flatMap(({ published }, index) => (published ? [index] : [])),
            size: 12,
            colour: ink,
            paper,
          },
        },
      },
    },
  }
}

interface Row {
  readonly label: string
  readonly x: number
  readonly xMin: number
  readonly xMax: number
  readonly text: string
  readonly published: boolean
}
