import { isCopy } from '../../src/index.ts'
import type { Chart, ChartInput, Figure } from '../chart.ts'
import { changeText, labelOf } from '../wording.ts'
import { changesPanel } from './cell-changes.ts'

/** The change of every phase and metric, for every arm after the first. */
export const effect: Chart = {
  name: 'effect',
  summary: 'change of every phase and metric with its interval, for every further arm',
  named: false,
  perMetric: false,
  applies: ({ analysis }) => analysis.metrics.length > 0,
  fileName: ({ target, plan }) => `${target.architecture}-${plan.mode}-effect`,
  figure,
}

function figure(input: ChartInput): Figure {
  const { run, analysis } = input
  const names = analysis.comparisons.map(
    ({ baseline, candidate }) => `${labelOf(run, candidate)} against ${labelOf(run, baseline)}`,
  )
  const rows = analysis.metrics.map((metric, index) => [
    metric.label,
    ...analysis.comparisons.map(({ metrics }) => changeText(metrics[index]!.change)),
  ])
  return {
    heading: 'Change of every phase and metric',
    height: 90 + 36 * analysis.metrics.length,
    panels: analysis.comparisons.map(comparison =>
      changesPanel(
        comparison,
        { ...input, reference: null },
        analysis.metrics,
        analysis.comparisons.length === 1 ? 1 : 0.5,
      ),
    ),
    notes: analysis.comparisons.some(isCopy)
      ? [
          'The copy of the first arm is the noise floor: what this machine calls a change where there is none.',
        ]
      : [],
    words: `Changes in %, with 95 % intervals. ${rows.map(([label, ...texts]) => `${label}: ${texts.map((text, index) => `${names[index]} ${text}`).join(', ')}`).join('; ')}.`,
    table: { columns: ['', ...names], rows },
  }
}
