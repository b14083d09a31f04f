import type { ChartConfiguration } from 'chart.js'
import type { History, Series } from '../../src/index.ts'
import { changeColour, quiet } from '../colours.ts'
import { renderChart, renderPage } from '../render.ts'
import { line } from '../text.ts'
import { historyChart } from './history.ts'
import { changeText, seriesPlace, seriesSummary, seriesTitle } from './history-words.ts'

/** Every series as a panel of one picture, a PNG; what does not fit is told. */
export async function historyPicture({ series }: History): Promise<Buffer> {
  const shown = series.slice(0, mostPanels)
  const heights = shown.map(panelHeight)
  const height = head + heights.reduce((sum, each) => sum + each, 0)
  return renderPage({ width, height }, async context => {
    const place = { x: margin, width: width - 2 * margin }
    line(context, 'Change over the runs', { ...place, y: 36 }, { size: 20, bold: true })
    const left = series.length - shown.length
    const legend =
      'line: change with its 95 % interval, below 0 the candidate took less; steps: level, where it changed'
    const missing =
      left === 0 ? '' : `; ${left} more series: choose with --scenario, --writer, --arch, --metric`
    line(context, legend + missing, { ...place, y: 58 }, { size: 13, colour: quiet })
    let y = head
    for (const [index, each] of shown.entries()) {
      await drawPanel(context, each, y)
      y += heights[index]!
    }
  })
}

const width = 1200
const margin = 32
const head = 76
const chartHeight = 260
const lineHeight = 18
/** A taller picture than this is no picture any more. */
const mostPanels = 12
const mostChanges = 6

function panelHeight({ changes }: Series): number {
  return 64 + chartHeight + Math.min(changes.length, mostChanges + 1) * lineHeight + 24
}

async function drawPanel(context: Parameters<typeof line>[0], series: Series, top: number): Promise<void> {
  const place = { x: margin, width: width - 2 * margin }
  line(context, seriesTitle(series.key), { ...place, y: top + 20 }, { size: 15, bold: true })
  const where = `${seriesSummary(series)}; ${seriesPlace(series.key)}`
  line(context, where, { ...place, y: top + 40 }, { size: 12, colour: quiet })
  const size = { width: place.width, height: chartHeight }
  const chart = await renderChart(historyChart(series) as ChartConfiguration, size)
  context.drawImage(chart, place.x, top + 52, size.width, size.height)
  const texts = series.changes.slice(0, mostChanges).map(level => changeText(series, level))
  const left = series.changes.length - texts.length
  if (left > 0) texts.push(`and ${left} more`)
  texts.forEach((text, index) => {
    const y = top + 52 + chartHeight + (index + 1) * lineHeight
    line(context, text, { ...place, y }, { size: 13, colour: changeColour })
  })
}
