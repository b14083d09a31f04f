import { renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Run } from '../src/index.ts'
import { htmlPage } from './html/page.ts'
import { markdown } from './markdown.ts'
import { drawPage } from './page.ts'
import { reportSet } from './set.ts'
import { chosenMetric } from './wording.ts'

export interface ReportOptions {
  /** Draw the published figures beside ours. */
  readonly reference: boolean
  /** Write report.html and report.md as well. */
  readonly pages: boolean
}

/** Writes the pictures of every run into one folder, and the two pages about them; returns the files' paths. */
export async function writeReport(
  runs: readonly Run[],
  folder: string,
  { reference, pages }: ReportOptions,
): Promise<readonly string[]> {
  const set = reportSet(runs, { reference })
  const paths: string[] = []
  const write = (name: string, content: Buffer | string): void => {
    const path = join(folder, name)
    // Readers of the folder see a whole file or none.
    writeFileSync(`${path}.partial`, content)
    renameSync(`${path}.partial`, path)
    paths.push(path)
  }
  // While one picture is packed, on another thread, the next is drawn.
  let packing: Promise<void> = Promise.resolve()
  for (const { input, pictures } of set) {
    const metric = chosenMetric(input.run, input.analysis)
    for (const { chart, name } of pictures) {
      const packed = drawPage(input, chart.figure(input, metric))
      await packing
      packing = packed.then(png => write(`${name}.png`, png))
    }
  }
  await packing
  if (pages) {
    write('report.html', htmlPage(set))
    write('report.md', markdown(set))
  }
  return paths
}
