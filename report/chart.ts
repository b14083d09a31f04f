import type { Run, RunAnalysis } from '../src/index.ts'

/** One kind of picture: a file of its own and an entry in charts/index.ts. */
export interface Chart {
  readonly name: string
  readonly summary: string
  readonly applies: (input: ChartInput) => boolean
  /** File name without `.png`. */
  readonly fileName: (run: Run) => string
  readonly draw: (input: ChartInput) => Promise<Buffer>
}

export interface ChartInput {
  readonly run: Run
  readonly analysis: RunAnalysis
  /** Published figures to draw beside ours; `null`: none were asked for, or none fit. */
  readonly reference: PublishedResult | null
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
