import type { Chart, ChartType, Plugin } from 'chart.js'
import { fontFamily } from './fonts.ts'

/** Per dataset and bar: the text beside its end. */
export type BarLabels = readonly (readonly (string | null)[])[]

/**
 * Writes a text beside each bar, outside its whisker: above upright bars, on the right of lying ones. A plug-in of
 * ours, for those that exist know nothing of whiskers.
 */
export function barLabels(labels: BarLabels, size: number, colour: string): Plugin<ChartType> {
  return {
    id: 'barLabels',
    afterDatasetsDraw: chart => {
      const context = chart.ctx
      context.save()
      context.font = `${size}px "${fontFamily}"`
      context.fillStyle = colour
      labels.forEach((texts, dataset) => {
        texts.forEach((text, index) => {
          if (text !== null) write(chart, dataset, index, text)
        })
      })
      context.restore()
    },
  }
}

interface Whiskered {
  readonly x?: number
  readonly y?: number
  readonly xMax?: number
  readonly yMax?: number
}

function write(chart: Chart, dataset: number, index: number, text: string): void {
  const bar = chart.getDatasetMeta(dataset).data[index]
  const value = chart.data.datasets[dataset]?.data[index] as Whiskered | undefined
  if (bar === undefined || value === undefined) return
  const context = chart.ctx
  if (chart.options.indexAxis === 'y') {
    // Always on the right of zero and of the whisker: one column to read down.
    context.textAlign = 'left'
    context.textBaseline = 'middle'
    const end = Math.max(0, value.x ?? 0, value.xMax ?? 0)
    context.fillText(text, chart.scales.x!.getPixelForValue(end) + 10, bar.y)
  } else {
    const scale = chart.scales['y']!
    context.textAlign = 'center'
    context.textBaseline = 'bottom'
    context.fillText(text, bar.x, scale.getPixelForValue(value.yMax ?? value.y ?? 0) - 5)
  }
}
