import { createRequire } from 'node:module'
import { type Canvas, createCanvas, type SKRSContext2D } from '@napi-rs/canvas'
import type { Chart, ChartConfiguration } from 'chart.js'
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
  // Pixel for pixel: there is nothing to smooth.
  context.imageSmoothingEnabled = false
  withChart(revive(structuredClone(config), { ink, grid }), size, canvas => {
    context.drawImage(canvas, place.x, place.y, size.width, size.height)
  })
}

/** Draws one Chart.js chart; `config` must be fresh, for Chart.js writes into it. */
export function renderChart(config: ChartConfiguration, size: Size): Canvas {
  const copy = createCanvas(size.width * pixelRatio, size.height * pixelRatio)
  withChart(config, size, canvas => copy.getContext('2d').drawImage(canvas, 0, 0))
  return copy
}

function withChart(config: ChartConfiguration, { width, height }: Size, use: (canvas: Canvas) => void): void {
  registerFonts()
  const key = `${width}×${height}`
  // An instance loads a Chart.js of its own: one per size serves a whole report.
  const renderer = renderers.get(key) ?? newRenderer({ width, height })
  renderers.set(key, renderer)
  const still = {
    ...config,
    options: { ...config.options, animation: false, responsive: false, devicePixelRatio: pixelRatio },
  } as ChartConfiguration
  // Its public methods pack the canvas into a PNG, which would be unpacked at once: a third of a report's time.
  const chart = (renderer as unknown as Renderer).renderChart(still)
  const canvas = chart.canvas as unknown as Canvas
  use(canvas)
  chart.destroy()
  release(canvas)
}

interface Renderer {
  readonly renderChart: (config: ChartConfiguration) => Chart
}

/** A white page, drawn on in logical pixels; the result is a PNG. */
export async function renderPage(
  { width, height }: Size,
  draw: (context: SKRSContext2D) => void | Promise<void>,
): Promise<Buffer> {
  registerFonts()
  const canvas = createCanvas(width * pixelRatio, height * pixelRatio)
  const context = canvas.getContext('2d')
  context.scale(pixelRatio, pixelRatio)
  context.fillStyle = paper
  context.fillRect(0, 0, width, height)
  await draw(context)
  const png = await canvas.encode('png')
  release(canvas)
  return png
}

/** Measures text; nothing is drawn on it. */
export function measuringContext(): SKRSContext2D {
  registerFonts()
  return createCanvas(1, 1).getContext('2d')
}

/** The collector does not see how heavy a canvas is: sixty pictures would keep a gibibyte until it looks. */
function release(canvas: Canvas): void {
  canvas.width = 1
  canvas.height = 1
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
