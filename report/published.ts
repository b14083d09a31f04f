import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Run } from '../src/index.ts'
import type { PublishedResult } from './chart.ts'

interface Published {
  readonly source: string
  readonly results: readonly PublishedResult[]
}

/** The published figure of the run's own cell; `null` where none was published, or the arms are others. */
export function publishedFor({ target, plan, arms }: Run): PublishedResult | null {
  const converters = arms.slice(0, 2).map(({ converter }) => converter)
  if (converters[0] !== 'full-arch' || converters[1] !== 'host-arch') return null
  const matches = (row: PublishedResult): boolean =>
    row.architecture === target.architecture && row.mode === plan.mode
  return published().results.find(matches) ?? null
}

export function published(): Published {
  return JSON.parse(readFileSync(find(dirname(fileURLToPath(import.meta.url))), 'utf8')) as Published
}

function find(folder: string): string {
  const path = join(folder, 'results', 'reference', 'published.json')
  if (existsSync(path)) return path
  const parent = dirname(folder)
  if (parent === folder)
    throw new Error('results/reference/published.json is missing: install the program again')
  return find(parent)
}
