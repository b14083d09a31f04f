/**
 * What a plain configuration says in JSON becomes what Chart.js wants as functions. Drawn with in Node and in the page:
 * this file's compiled text is put into the page as it is, so it must not import anything but types.
 *
 * Fields beyond Chart.js's own: `scales.*.ticks.signed` (+1, −1), `.upTo` (nothing beyond), `.percent`, `.grouped` (12 000); `scales.*.zeroLine`;
 * `plugins.marks` (texts beside bars, hollow diamonds); `data[].text` (said on hovering); `datasets[].legend: false`.
 */
import type { Chart, ChartConfiguration, ChartType, Plugin } from 'chart.js'

/** Drawn over by the page's dark theme as well: the two inks that functions use. */
export interface Inks {
  readonly ink: string
  readonly grid: string
}

/** Writes into `config`, which must be the caller's own copy. */
export function revive(config: unknown, { ink, grid }: Inks): ChartConfiguration {
  const { options, data } = config as RevivedConfig
  for (const scale of Object.values(options.scales)) {
    const { signed, upTo, percent, grouped } = scale.ticks ?? {}
    const limit = upTo ?? Number.POSITIVE_INFINITY
    if (signed || percent || grouped || upTo !== undefined) {
      scale.ticks = {
        ...scale.ticks,
        callback: value =>
          value > limit + 1e-9
            ? ''
            : `${signed ? signedTick(value) : plainTick(value)}${percent ? ' %' : ''}`,
      }
    }
    if (scale.zeroLine || upTo !== undefined) {
      scale.grid = {
        ...scale.grid,
        color: ({ tick }) => {
          if (tick === undefined || tick.value > limit + 1e-9) return 'transparent'
          return tick.value === 0 && scale.zeroLine ? ink : grid
        },
      }
    }
  }
  const plugins = options.plugins ?? {}
  const legend = plugins.legend ?? {}
  plugins.legend = {
    ...legend,
    labels: {
      ...legend.labels,
      filter: ({ datasetIndex }: { readonly datasetIndex: number }) =>
        data.datasets[datasetIndex]?.legend !== false,
    },
  }
  plugins.tooltip = {
    ...plugins.tooltip,
    callbacks: {
      label: ({ raw, dataset, formattedValue }: Hovered) =>
        raw?.text === undefined ? `${dataset.label}: ${formattedValue}` : `${dataset.label}: ${raw.text}`,
    },
  }
  options.plugins = plugins
  return config as ChartConfiguration
}

/** Texts beside bars, outside their whiskers, and hollow diamonds for values without one. */
export const marks: Plugin<ChartType> = {
  id: 'marks',
  afterDatasetsDraw: (chart, _, options) => {
    const { texts, diamonds = [], size, colour, paper } = options as unknown as MarkOptions
    if (texts === undefined) return
    const context = chart.ctx
    context.save()
    context.font = `${size}px ${chart.options.font?.family ?? 'sans-serif'}`
    const written: Box[] = []
    texts.forEach((row, dataset) => {
      if (!chart.isDatasetVisible(dataset)) return
      row.forEach((text, index) => {
        if (diamonds.includes(index)) diamond(chart, dataset, index, colour)
        context.fillStyle = colour
        context.strokeStyle = paper
        context.lineWidth = 3
        context.lineJoin = 'round'
        if (text !== null) write(chart, dataset, index, text, { size, written })
      })
    })
    context.restore()
  },
}

function write(
  chart: Chart,
  dataset: number,
  index: number,
  text: string,
  { size, written }: { readonly size: number; readonly written: Box[] },
): void {
  const bar = chart.getDatasetMeta(dataset).data[index]
  const value = chart.data.datasets[dataset]?.data[index] as Whiskered | undefined
  if (bar === undefined || value === undefined) return
  const context = chart.ctx
  if (chart.options.indexAxis === 'y') {
    // Always on the right of zero and of the whisker: one column to read down.
    context.textAlign = 'left'
    context.textBaseline = 'middle'
    const end = Math.max(0, value.x ?? 0, value.xMax ?? 0)
    const x = chart.scales.x!.getPixelForValue(end) + 12
    // On a narrow page the text rather stands on the whisker than leaves the picture.
    const left = Math.min(x, chart.width - context.measureText(text).width - 2)
    context.strokeText(text, left, bar.y)
    context.fillText(text, left, bar.y)
  } else {
    context.textAlign = 'center'
    context.textBaseline = 'bottom'
    const half = context.measureText(text).width / 2 + 1
    let y = chart.scales.y!.getPixelForValue(value.yMax ?? value.y ?? 0) - 5
    const whiskers = whiskersAt(chart, index, dataset)
    const over = (other: Box, gap: number): boolean =>
      Math.abs(other.x - bar.x) < other.half + half && other.top < y + gap && other.bottom > y - size - gap
    // Narrow bars beside each other: the later text goes above the earlier one, and above a whisker in its way.
    for (;;) {
      const inTheWay = [
        ...written.filter(other => over(other, 0)),
        ...whiskers.filter(other => over(other, 2)),
      ]
      if (inTheWay.length === 0) break
      y = Math.min(...inTheWay.map(({ top }) => top)) - 3
    }
    written.push({ x: bar.x, half, top: y - size, bottom: y })
    context.strokeText(text, bar.x, y)
    context.fillText(text, bar.x, y)
  }
}

/** Those of the other bars beside this one. */
function whiskersAt(chart: Chart, index: number, except: number): readonly Box[] {
  const pixel = (value: number): number => chart.scales.y!.getPixelForValue(value)
  return chart.data.datasets.flatMap(({ data }, dataset) => {
    const bar = chart.getDatasetMeta(dataset).data[index]
    const value = data[index] as Whiskered | null | undefined
    if (dataset === except || bar === undefined || !chart.isDatasetVisible(dataset)) return []
    if (value?.yMin === undefined || value.yMax === undefined || value.yMin === value.yMax) return []
    return { x: bar.x, half: 8, top: pixel(value.yMax), bottom: pixel(value.yMin) }
  })
}

/** As wide whatever the value: a tiny figure stays visible. */
function diamond(chart: Chart, dataset: number, index: number, colour: string): void {
  const bar = chart.getDatasetMeta(dataset).data[index]
  const value = chart.data.datasets[dataset]?.data[index] as Whiskered | undefined
  if (bar === undefined || value === undefined) return
  const context = chart.ctx
  const x = chart.scales.x!.getPixelForValue(value.x ?? 0)
  context.beginPath()
  context.moveTo(x - 7, bar.y)
  context.lineTo(x, bar.y - 7)
  context.lineTo(x + 7, bar.y)
  context.lineTo(x, bar.y + 7)
  context.closePath()
  context.lineWidth = 2
  context.strokeStyle = colour
  context.stroke()
}

function signedTick(value: number): string {
  return `${value < 0 ? '−' : value > 0 ? '+' : ''}${plainTick(Math.abs(value))}`
}

function plainTick(value: number): string {
  const [whole, ...decimals] = String(Number(value.toPrecision(6))).split('.')
  return [inThousands(whole!), ...decimals].join('.')
}

/** `144 841` of whole digits, with a narrow space that does not break: three at a time, in every language's reading. */
export function inThousands(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, '\u202f')
}

interface Hovered {
  readonly raw: { readonly text?: string } | null
  readonly dataset: { readonly label?: string }
  readonly formattedValue: string
}

interface MarkOptions {
  readonly texts?: readonly (readonly (string | null)[])[]
  readonly diamonds?: readonly number[]
  readonly size: number
  readonly colour: string
  /** Around the letters, where they stand on another bar. */
  readonly paper: string
}

/** Pixels; `x` is the middle. */
interface Box {
  readonly x: number
  readonly half: number
  readonly top: number
  readonly bottom: number
}

interface Whiskered {
  readonly x?: number
  readonly y?: number
  readonly xMax?: number
  readonly yMin?: number
  readonly yMax?: number
}

interface RevivedConfig {
  readonly data: { readonly datasets: readonly { readonly legend?: boolean }[] }
  readonly options: {
    readonly scales: Record<string, RevivedScale>
    plugins?: {
      legend?: { readonly labels?: object; [name: string]: unknown }
      tooltip?: object
    }
  }
}

interface RevivedScale {
  ticks?: {
    readonly signed?: boolean
    readonly upTo?: number
    readonly percent?: boolean
    readonly grouped?: boolean
    readonly callback?: (value: number) => string
  }
  grid?: { readonly color?: (context: { readonly tick?: { readonly value: number } }) => string }
  readonly zeroLine?: boolean
}
