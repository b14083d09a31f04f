import type { Metric, Run, RunAnalysis } from '../src/index.ts'

/** One kind of picture: a file of its own and an entry in charts/index.ts. */
export interface Chart {
  readonly name: string
  readonly summary: string
  /** One of the named pictures of a set: drawn first, and the first thing on the page. */
  readonly named: boolean
  /** About one metric at a time: the picture shows the run's own, the page lets the reader choose. */
  readonly perMetric: boolean
  readonly applies: (input: ChartInput) => boolean
  /** File name without `.png`. */
  readonly fileName: (run: Run) => string
  /** Pure, and plain JSON: the same value draws the picture and the page. */
  readonly figure: (input: ChartInput, metric: Metric) => Figure
}

export interface ChartInput {
  readonly run: Run
  readonly analysis: RunAnalysis
  /** Published figures to draw beside ours; `null`: none were asked for, or none fit. */
  readonly reference: PublishedResult | null
}

/** What is drawn, and the same in words and numbers for those who cannot see it. */
export interface Figure {
  readonly heading: string
  readonly panels: readonly Panel[]
  readonly height: number
  readonly notes: readonly string[]
  readonly words: string
  readonly table: FigureTable
}

export interface Panel {
  readonly title: string
  /** Of the page's width, 0 … 1. */
  readonly share: number
  readonly config: PlainConfig
}

export interface FigureTable {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** A Chart.js configuration without functions; browser/revive.ts lists the fields that it adds to Chart.js's. */
export interface PlainConfig {
  readonly type: string
  readonly data: {
    readonly labels?: readonly (string | readonly string[])[]
    readonly datasets: readonly PlainDataset[]
  }
  readonly options: Readonly<Record<string, unknown>>
}

export interface PlainDataset {
  readonly label: string
  /** Whose data it is: the page's switch of this arm hides it. */
  readonly arm?: string
  /** `false`: not in the legend. */
  readonly legend?: boolean
  readonly data: readonly unknown[]
  readonly [option: string]: unknown
}

/** A row of results/reference/published.json. */
export interface PublishedResult {
  readonly architecture: string
  readonly mode: string
  readonly containers: number
  readonly before_s: number
  readonly after_s: number
  readonly stated_pct: number
  readonly conflict?: string
}
