/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/** The page's own code. Its compiled text is put into the page after revive's: it must import nothing else. */
import type { ChartConfiguration, Chart as ChartType } from 'chart.js'
import { marks, revive } from './revive.ts'

interface PageData {
  readonly dark: Readonly<Record<string, string>>
  readonly runs: readonly (readonly (readonly Variant[])[])[]
}

interface Variant {
  readonly metric: string
  readonly heading: string
  readonly panels: readonly PageConfig[]
}

interface PageConfig {
  readonly data: {
    readonly labels?: (string | string[])[]
    readonly datasets: { arm?: string; hidden?: boolean }[]
  }
  readonly options: {
    readonly indexAxis?: string
    readonly plugins?: { readonly marks?: { size: number } }
    readonly scales: Record<string, PageScale>
    maintainAspectRatio?: boolean
    animation?: boolean
    locale?: string
  }
}

interface PageScale {
  type?: string
  beginAtZero?: boolean
  min?: number | undefined
  readonly amount?: boolean
  ticks?: { font?: object }
  title?: { font?: object }
}

interface Choice {
  metric: string | null
  scale: string
  readonly hidden: Set<string>
}

declare const Chart: typeof ChartType
declare const ChartErrorBars: Record<string, never>
declare const ChartBoxPlot: Record<string, never>

const data = JSON.parse(document.getElementById('data')!.textContent!) as PageData
const root = document.documentElement
const system = matchMedia('(prefers-color-scheme: dark)')
const narrow = matchMedia('(max-width: 30rem)')
const still = matchMedia('(prefers-reduced-motion: reduce)')
const drawn = new Map<string, ChartType>()
const choices: Choice[] = data.runs.map(() => ({ metric: null, scale: 'linear', hidden: new Set() }))

Chart.register(
  ChartErrorBars.BarWithErrorBar!,
  ChartErrorBars.BarWithErrorBarsController!,
  ChartBoxPlot.BoxAndWiskers!,
  ChartBoxPlot.BoxPlotController!,
  marks,
)
Chart.defaults.font.family = getComputedStyle(document.body).fontFamily

for (const form of document.querySelectorAll<HTMLFormElement>('form.controls')) {
  form.hidden = false
  form.addEventListener('submit', event => event.preventDefault())
  form.addEventListener('change', () => {
    const run = Number(form.dataset.run)
    const choice = choices[run]!
    choice.metric = form.querySelector<HTMLSelectElement>('select[data-metric]')?.value ?? null
    choice.scale = form.querySelector<HTMLInputElement>('input[type=radio]:checked')!.value
    choice.hidden.clear()
    for (const box of form.querySelectorAll<HTMLInputElement>('input[data-arm]')) {
      if (!box.checked) choice.hidden.add(box.dataset.arm!)
    }
    drawRun(run)
  })
}

const theme = document.getElementById('theme') as HTMLButtonElement
theme.addEventListener('click', () => {
  root.dataset.theme = isDark() ? 'light' : 'dark'
  drawAll()
})
system.addEventListener('change', drawAll)
narrow.addEventListener('change', drawAll)
addEventListener('beforeprint', () => {
  for (const chart of drawn.values()) chart.resize()
})
drawAll()
root.dataset.ready = 'yes'

function isDark(): boolean {
  return root.dataset.theme === undefined ? system.matches : root.dataset.theme === 'dark'
}

function drawAll(): void {
  theme.textContent = isDark() ? 'Light' : 'Dark'
  theme.setAttribute('aria-label', `change to ${isDark() ? 'light' : 'dark'} colours`)
  theme.setAttribute('aria-pressed', String(isDark()))
  data.runs.forEach((_, run) => {
    drawRun(run)
  })
}

function drawRun(run: number): void {
  const choice = choices[run]!
  data.runs[run]!.forEach((variants, place) => {
    const variant = variants.find(({ metric }) => metric === choice.metric) ?? variants[0]!
    const id = `${run}-${place}`
    const heading = document.getElementById(`heading-${id}`)!
    heading.textContent = variant.heading
    const words = showWords(heading.parentElement!, variant.metric)
    variant.panels.forEach((config, panel) => {
      const canvas = document.getElementById(`chart-${id}-${panel}`) as HTMLCanvasElement
      const title = canvas.closest('.panel')!.querySelector('h4')!.textContent
      canvas.setAttribute('aria-label', `${title}. ${words}`)
      drawn.get(canvas.id)?.destroy()
      drawn.set(canvas.id, new Chart(canvas, prepared(config, choice)))
    })
  })
}

function showWords(figure: Element, metric: string): string {
  let words = ''
  for (const caption of figure.querySelectorAll<HTMLElement>('figcaption')) {
    caption.hidden = caption.dataset.metric !== metric
    if (!caption.hidden) words = caption.dataset.words!
  }
  return words
}

/** A copy with the reader's theme, arms and scale. */
function prepared(config: PageConfig, { scale, hidden }: Choice): ChartConfiguration {
  const colours = isDark() ? data.dark : {}
  const text = JSON.stringify(config).replace(
    /(?<=")#[0-9a-f]{6}(?=(?:[0-9a-f]{2})?")/g,
    found => colours[found] ?? found,
  )
  const copy = JSON.parse(text) as PageConfig
  for (const dataset of copy.data.datasets) {
    if (dataset.arm !== undefined && hidden.has(dataset.arm)) dataset.hidden = true
  }
  for (const axis of Object.values(copy.options.scales)) {
    if (axis.amount && scale === 'logarithmic') {
      axis.type = 'logarithmic'
      axis.beginAtZero = false
      delete axis.min
    }
    if (narrow.matches) {
      axis.ticks = { ...axis.ticks, font: { size: 10.5 } }
      if (axis.title) axis.title = { ...axis.title, font: { size: 11 } }
    }
  }
  const marked = copy.options.plugins?.marks
  if (narrow.matches && marked) marked.size = 10
  if (narrow.matches && copy.options.indexAxis !== 'y') {
    const { labels } = copy.data
    labels?.forEach((label, index) => {
      if (typeof label !== 'string') labels[index] = label.flatMap(line => line.split(' '))
    })
  }
  copy.options.maintainAspectRatio = false
  copy.options.animation = false
  copy.options.locale = 'en'
  if (!still.matches)
    Object.assign(copy.options, { transitions: { active: { animation: { duration: 120 } } } })
  const inks = isDark()
    ? { ink: data.dark['#222222']!, grid: data.dark['#e3e3e3']! }
    : { ink: '#222222', grid: '#e3e3e3' }
  return revive(copy, inks)
}
