import { renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { analyseRun, type Run } from '../src/index.ts'
import type { ChartInput } from './chart.ts'
import { charts } from './charts/index.ts'
import { publishedFor } from './published.ts'

export interface PictureOptions {
  /** Draw the published figures beside ours. */
  readonly reference: boolean
}

/**
 * Draws every chart of every run into one folder, whichever machines they come from; returns the files' paths. Two
 * runs of the same architecture and mode keep apart: the later one's pictures carry its writer's name, or a number.
 */
export async function writePictures(
  runs: readonly Run[],
  folder: string,
  options: PictureOptions,
): Promise<readonly string[]> {
  const taken = new Set<string>()
  const paths: string[] = []
  for (const run of runs) {
    const input: ChartInput = {
      run,
      analysis: analyseRun(run),
      reference: options.reference ? publishedFor(run) : null,
    }
    for (const chart of Object.values(charts)) {
      if (!chart.applies(input)) continue
      const name = freeName(chart.fileName(run), run, taken)
      taken.add(name)
      const path = join(folder, `${name}.png`)
      writeFileSync(`${path}.partial`, await chart.draw(input))
      renameSync(`${path}.partial`, path)
      paths.push(path)
    }
  }
  return paths
}

function freeName(wanted: string, { arms }: Run, taken: ReadonlySet<string>): string {
  if (!taken.has(wanted)) return wanted
  const withWriter = `${wanted}-${arms.map(({ writer }) => writer)[0]!.replace(/[^A-Za-z0-9_-]/g, '_')}`
  if (!taken.has(withWriter)) return withWriter
  let number = 2
  while (taken.has(`${withWriter}-${number}`)) number++
  return `${withWriter}-${number}`
}
