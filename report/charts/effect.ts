import { isCopy } from '../../src/index.ts'
import type { Chart, ChartInput, Figure } from '../chart.ts'
import { changeText, labelOf } from '../wording.ts'
import { changesPanel } from './cell-changes.ts'

/** The changes of every arm after the first, where there is more than the one that `cell` shows. */
export const effect: Chart = {
  name: 'effect',
  summary: 'change of each further arm, or of a copy (the noise floor), per metric with its interval',
  named: false,
  perMetric: false,
  applies: ({ analysis }) => analysis.comparisons.length > 1 && analysis.metrics.length > 0,
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
    heading: 'Change of every arm against the first',
    height: 420,
    panels: analysis.comparisons.map(comparison => ({
      ...changesPanel(comparison, { ...input, reference: null }),
      share: 1 / analysis.comparisons.length,
    })),
    notes: analysis.comparisons.some(isCopy)
      ? [
          'The copy of the first arm is the noise floor: what this machine calls a change where there is none.',
        ]
      : [],
    words: `Changes in %, with 95 % intervals. ${rows.map(([label, ...texts]) => `${label}: ${texts.map((text, index) => `${names[index]} ${text}`).join(', ')}`).join('; ')}.`,
    table: { columns: ['', ...names], rows },
  }
}
