import { createRequire } from 'node:module'
import { type Canvas, createCanvas, type SKRSContext2D } from '@napi-rs/canvas'
import type { ChartConfiguration } from 'chart.js'
import { ChartJSNodeCanvas } from 'chartjs-node-canvas'
import { marks, revive } from './browser/revive.ts'
import type { PlainConfig } from './chart.ts'
import { grid, ink, paper } from './colours.ts'
import { fontFamily, registerFonts } from './fonts.ts'

/** Twice the pixels: sharp on today's screens and in print. */
const pixelRatio = 2

export interface Size {
  readonly width: number
  readonly height: number
}

export interface Place {
  readonly x: number
  readonly y: number
}

const renderers = new Map<string, ChartJSNodeCanvas>()

/** Draws a plain configuration onto the page; the configuration stays as it is. */
export function renderConfig(context: SKRSContext2D, config: PlainConfig, size: Size, place: Place): void {
  const chart = renderChart(revive(structuredClone(config), { ink, grid }), size)
  context.drawImage(chart, place.x, place.y, size.width, size.height)
}

/** Draws one Chart.js chart; `config` must be fresh, for Chart.js writes into it. */
export function renderChart(config: ChartConfiguration, { width, height }: Size): Canvas {
  registerFonts()
  const key = `${width}×${height}`
  // An instance loads a Chart.js of its own: one per size serves a whole report.
  const renderer = renderers.get(key) ?? newRenderer({ width, height })
  renderers.set(key, renderer)
  const still = {
    ...config,
    options: { ...config.options, animation: false, responsive: false, devicePixelRatio: pixelRatio },
  } as ChartConfiguration
  // Unencoded (of which the type does not know): a PNG in between would be packed and unpacked for nothing.
  const pixels = renderer.renderToBufferSync(still, 'raw' as 'image/png')
  const canvas = createCanvas(width * pixelRatio, height * pixelRatio)
  const context = canvas.getContext('2d')
  const image = context.createImageData(canvas.width, canvas.height)
  image.data.set(pixels)
  context.putImageData(image, 0, 0)
  return canvas
}

/** A white page, drawn on in logical pixels; the result is a PNG. `draw` may tell at which height the page ends. */
export async function renderPage(
  { width, height }: Size,
  draw: (context: SKRSContext2D) => number | Promise<void>,
): Promise<Buffer> {
  registerFonts()
  const canvas = createCanvas(width * pixelRatio, height * pixelRatio)
  const context = canvas.getContext('2d')
  context.scale(pixelRatio, pixelRatio)
  context.fillStyle = paper
  context.fillRect(0, 0, width, height)
  const end = await draw(context)
  if (typeof end !== 'number' || end >= height) return canvas.encode('png')
  const cut = createCanvas(width * pixelRatio, Math.ceil(end) * pixelRatio)
  cut.getContext('2d').drawImage(canvas, 0, 0)
  return cut.encode('png')
}

function newRenderer({ width, height }: Size): ChartJSNodeCanvas {
  const require = createRequire(import.meta.url)
  return new ChartJSNodeCanvas({
    width,
    height,
    backgroundColour: paper,
    chartCallback: chart => {
      // Anew, so that they extend this instance's Chart.js, which is in the cache at this moment.
      for (const name of ['chartjs-chart-error-bars', '@sgratzl/chartjs-chart-boxplot']) {
        delete require.cache[require.resolve(name)]
      }
      const errorBars = require('chartjs-chart-error-bars')
      const boxplot = require('@sgratzl/chartjs-chart-boxplot')
      chart.register(
        errorBars.BarWithErrorBar,
        errorBars.BarWithErrorBarsController,
        errorBars.PointWithErrorBar,
        errorBars.ScatterWithErrorBarsController,
        boxplot.BoxAndWiskers,
        boxplot.BoxPlotController,
        marks,
      )
      chart.defaults.font.family = fontFamily
      chart.defaults.color = ink
    },
  })
}
