import { analyseRun, type Run } from '../src/index.ts'
import type { Chart, ChartInput } from './chart.ts'
import { charts } from './charts/index.ts'
import { publishedFor } from './published.ts'
import { writerNames } from './wording.ts'

/** Several runs that are shown together, each with the pictures that apply to it. */
export type ReportSet = readonly ReportEntry[]

export interface ReportEntry {
  readonly input: ChartInput
  readonly pictures: readonly { readonly chart: Chart; readonly name: string }[]
}

/** Pure. File names are the charts' own; where two runs want one name, the later one's carries its writer or a number. */
export function reportSet(runs: readonly Run[], options: { readonly reference: boolean }): ReportSet {
  const taken = new Set<string>()
  return runs.map(run => {
    const input: ChartInput = {
      run,
      analysis: analyseRun(run),
      reference: options.reference ? publishedFor(run) : null,
    }
    const applying = Object.values<Chart>(charts).filter(chart => chart.applies(input))
    const wanted = applying.map(({ fileName }) => fileName(run))
    const suffix = suffixes(run).find(each => wanted.every(name => !taken.has(name + each)))!
    const pictures = applying.map((chart, index) => ({ chart, name: wanted[index]! + suffix }))
    for (const { name } of pictures) taken.add(name)
    return { input, pictures }
  })
}

/** One suffix for all pictures of a run: they belong together. */
function suffixes(run: Run): readonly string[] {
  const writer = `-${writerNames(run.arms)
    .replace(/[^A-Za-z0-9_.-]+/g, '_')
    .slice(0, 40)}`
  return ['', writer, ...Array.from({ length: 1000 }, (_, index) => `${writer}-${index + 2}`)]
}
