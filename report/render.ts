import { createRequire } from 'node:module'
import { createCanvas, type Image, loadImage, type SKRSContext2D } from '@napi-rs/canvas'
import type { ChartConfiguration } from 'chart.js'
import { ChartJSNodeCanvas } from 'chartjs-node-canvas'
import { fontFamily, registerFonts } from './fonts.ts'

/** Twice the pixels: sharp on today's screens and in print. */
const pixelRatio = 2

export interface Size {
  readonly width: number
  readonly height: number
}

const renderers = new Map<string, ChartJSNodeCanvas>()

/** Draws one Chart.js chart; `config` must be fresh, for Chart.js writes into it. */
export async function renderChart(config: ChartConfiguration, { width, height }: Size): Promise<Image> {
  registerFonts()
  const key = `${width}×${height}`
  // An instance loads a Chart.js of its own: one per size serves a whole report.
  const renderer = renderers.get(key) ?? newRenderer({ width, height })
  renderers.set(key, renderer)
  const still = {
    ...config,
    options: { ...config.options, animation: false, responsive: false, devicePixelRatio: pixelRatio },
  } as ChartConfiguration
  return loadImage(await renderer.renderToBuffer(still))
}

/** A white page of the given size, drawn on in logical pixels; the result is a PNG. */
export async function renderPage(
  { width, height }: Size,
  draw: (context: SKRSContext2D) => Promise<void>,
): Promise<Buffer> {
  registerFonts()
  const canvas = createCanvas(width * pixelRatio, height * pixelRatio)
  const context = canvas.getContext('2d')
  context.scale(pixelRatio, pixelRatio)
  context.fillStyle = '#ffffff'
  context.fillRect(0, 0, width, height)
  await draw(context)
  return canvas.encode('png')
}

function newRenderer({ width, height }: Size): ChartJSNodeCanvas {
  const require = createRequire(import.meta.url)
  return new ChartJSNodeCanvas({
    width,
    height,
    backgroundColour: '#ffffff',
    chartCallback: chart => {
      // Anew, so that it extends this instance's Chart.js, which is in the cache at this moment.
      delete require.cache[require.resolve('chartjs-chart-error-bars')]
      const {
        BarWithErrorBar,
        BarWithErrorBarsController,
        PointWithErrorBar,
        ScatterWithErrorBarsController,
      } = require('chartjs-chart-error-bars')
      chart.register(
        BarWithErrorBar,
        BarWithErrorBarsController,
        PointWithErrorBar,
        ScatterWithErrorBarsController,
      )
      chart.defaults.font.family = fontFamily
      chart.defaults.color = '#222222'
    },
  })
}
