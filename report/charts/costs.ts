import type { ArmResult } from '../../src/index.ts'
import type { Chart, ChartInput, Figure, Panel } from '../chart.ts'
import { armColour, ink, paper } from '../colours.ts'
import { amountAxis, categoryAxis, legend } from './axis.ts'

/** What a filter weighs: counts that come out the same on every machine, so without an interval. */
export const costs: Chart = {
  name: 'costs',
  summary: 'architectures, rules, bytes and files of one container’s spec: exact counts',
  named: false,
  perMetric: false,
  applies: ({ run }) => run.arms.some(({ bytes }) => bytes > 0),
  fileName: ({ target, plan }) => `${target.architecture}-${plan.mode}-costs`,
  figure,
}

const counts: readonly (readonly [label: string, of: (arm: ArmResult) => number])[] = [
  ['architectures', ({ architectures }) => architectures],
  ['rules', ({ rules }) => rules],
  ['bytes', ({ bytes }) => bytes],
  ['files', ({ files }) => files],
]

function figure({ run: { arms } }: ChartInput): Figure {
  const rows = counts.map(([label, of]) => [label, ...arms.map(arm => grouped(of(arm)))])
  return {
    heading: 'What one container’s spec weighs',
    height: 260,
    panels: counts.map(([label, of]) => panel(label, arms, of)),
    notes: ['Counted, not measured: the same on every machine, so there is no interval.'],
    words: `Bars of exact counts. ${rows.map(([label, ...values]) => `${label}: ${values.map((value, index) => `${arms[index]!.label} ${value}`).join(', ')}`).join('; ')}.`,
    table: { columns: ['', ...arms.map(({ label }) => label)], rows },
  }
}

function panel(label: string, arms: readonly ArmResult[], of: (arm: ArmResult) => number): Panel {
  return {
    title: label,
    share: 1 / counts.length,
    config: {
      type: 'barWithErrorBars',
      data: {
        labels: arms.map(arm => arm.label),
        datasets: [
          {
            label,
            legend: false,
            backgroundColor: arms.map((_, index) => armColour(index)),
            maxBarThickness: 56,
            data: arms.map(arm => ({ y: of(arm), yMin: of(arm), yMax: of(arm), text: grouped(of(arm)) })),
            errorBarColor: 'transparent',
            errorBarWhiskerColor: 'transparent',
          },
        ],
      },
      options: {
        layout: { padding: { top: 6 } },
        scales: {
          y: amountAxis(label, {
            grace: '14%',
            title: { display: false },
            ticks: { precision: 0, color: ink, font: { size: 12 } },
          }),
          x: categoryAxis(),
        },
        plugins: {
          legend: legend(false),
          marks: { texts: [arms.map(arm => grouped(of(arm)))], size: 12.5, colour: ink, paper },
        },
      },
    },
  }
}

/** `144 841`, with a space that does not break: three digits at a time, in every language's reading. */
function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, '\u202f')
}
