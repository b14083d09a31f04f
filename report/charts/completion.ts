import type { Chart, ChartInput, Figure, PlainDataset } from '../chart.ts'
import { armColour, faint } from '../colours.ts'
import { completionOf, lastEnd_ns } from '../data/completion.ts'
import { rounded, unitFor } from '../data/values.ts'
import { duration } from '../format.ts'
import { amountAxis, legend, niceStep } from './axis.ts'

/** How a batch fills: one makespan may hide a slow start, or a few stragglers. */
export const completion: Chart = {
  name: 'completion',
  summary: 'containers complete over the time of a parallel batch',
  named: false,
  perMetric: false,
  applies: ({ run }) => run.plan.mode === 'parallel' && lastEnd_ns(run) > 0,
  fileName: ({ target, plan }) => `${target.architecture}-${plan.mode}-completion`,
  figure,
}

function figure({ run }: ChartInput): Figure {
  const until_ns = lastEnd_ns(run)
  const unit = unitFor(until_ns)
  const step = niceStep(until_ns / unit.ns / 8)
  const arms = run.arms.map((arm, index) => ({
    ...arm,
    colour: armColour(index),
    ...completionOf(run, arm.id, until_ns),
  }))
  const reached = (share: number) =>
    arms.map(({ points }) => {
      const point = points.find(({ median }) => median >= share * run.plan.containers)
      return point === undefined ? 'not reached' : duration(point.time_ns, 'ns')
    })
  const marks = [0.1, 0.5, 0.9, 1].map(share => [
    `${share * 100} % of ${run.plan.containers}`,
    ...reached(share),
  ])
  const datasets = arms.flatMap(({ id, label, colour, points }) => {
    const curve = (end: 'median' | 'low' | 'high') =>
      points.map(point => ({ x: rounded(point.time_ns / unit.ns), y: point[end] }))
    const line = { arm: id, pointRadius: 0, borderColor: colour, stepped: 'before', parsing: false }
    const bound = { ...line, label: `${label}, band`, legend: false, borderWidth: 0 }
    return [
      { ...bound, data: curve('high'), fill: '+1', backgroundColor: faint(colour) },
      { ...bound, data: curve('low') },
      { ...line, label, data: curve('median'), borderWidth: 2.5, backgroundColor: colour },
    ] as PlainDataset[]
  })
  return {
    heading: 'How a batch fills',
    height: 380,
    panels: [
      {
        title: 'Containers complete over time: median batch, band = middle 80 % of the batches',
        share: 1,
        config: {
          type: 'line',
          data: { datasets },
          options: {
            layout: { padding: { top: 6, right: 12 } },
            interaction: { mode: 'nearest', intersect: false },
            scales: {
              x: amountAxis(`time since the batch began, ${unit.name}`, {
                max: rounded(Math.ceil(until_ns / unit.ns / step) * step),
                amount: false,
              }),
              y: amountAxis('containers complete', { max: run.plan.containers, amount: false }),
            },
            plugins: { legend: legend() },
          },
        },
      },
    ],
    notes: [
      ...(run.trials.some(({ create_makespan_ns }) => create_makespan_ns !== null)
        ? []
        : [
            'No processes here: one program writes the files of all containers at once, so that they are complete together.',
          ]),
      `${arms.map(({ label, batches }) => `${label}: ${batches} batches`).join(' · ')} of ${run.plan.containers} containers. Containers of one batch wait for each other: the band is a spread of batches, no interval of the median.`,
    ],
    words: `Curves of containers complete over time. Of the median batch, ${marks.map(([what, ...times]) => `${what} were complete after ${times.map((time, index) => `${time} (${arms[index]!.label})`).join(', ')}`).join('; ')}.`,
    table: { columns: ['median batch', ...arms.map(({ label }) => label)], rows: marks },
  }
}
