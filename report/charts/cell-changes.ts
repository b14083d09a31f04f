import type { Comparison, Metric } from '../../src/index.ts'
import type { ChartInput, Panel } from '../chart.ts'
import { changeColour, ink, paper } from '../colours.ts'
import { rounded } from '../data/values.ts'
import { change } from '../format.ts'
import { changeText, pairTitle } from '../wording.ts'
import { broken, categoryAxis, changeRange, legend } from './axis.ts'

/** The change of each of `metrics` with its interval, %; the published figure is a hollow diamond without one. */
export function changesPanel(
  comparison: Comparison,
  { run, analysis, reference }: ChartInput,
  metrics: readonly Metric[],
  share = 0.47,
): Panel {
  const rows: Row[] = metrics.flatMap((metric): Row[] => {
    const { change } = comparison.metrics[analysis.metrics.indexOf(metric)]!
    if (change.status === 'insufficient') {
      return [{ x: 0, xMin: 0, xMax: 0, text: change.reason, label: metric.label, shown: 'text' }]
    }
    const { estimate_pct: x, low_pct, high_pct } = change
    const row = { x, xMin: low_pct ?? x, xMax: high_pct ?? x, text: changeText(change) }
    return [{ ...row, label: metric.label, shown: 'bar' }]
  })
  if (reference !== null && comparison === analysis.comparisons[0]) {
    const x = reference.stated_pct
    const text = `${change(x)}, no spread given`
    const label = `published: ${reference.containers} in all`
    rows.push({ x, xMin: x, xMax: x, text, label, shown: 'diamond' })
  }
  const { min, max, step } = changeRange(rows.flatMap(({ xMin, xMax }) => [xMin, xMax]))
  const colour = (of: string) => rows.map(({ shown }) => (shown === 'bar' ? of : 'transparent'))
  return {
    title: `Change: ${pairTitle(run, comparison.candidate, comparison.baseline)}, 95 % interval`,
    share,
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
            max: max + Math.max(step, max - min) * Math.max(0.3, 0.45 / share),
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
            diamonds: rows.flatMap(({ shown }, index) => (shown === 'diamond' ? [index] : [])),
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
  readonly shown: 'bar' | 'diamond' | 'text'
}
