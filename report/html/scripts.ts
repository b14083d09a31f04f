import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface Script {
  readonly text: string
  readonly type: 'text/javascript' | 'module'
}

/** What the page runs, in order: Chart.js and its plug-ins as their packages ship them, then the report's own code. */
export function pageScripts(): readonly Script[] {
  return [
    ...libraries.map(path => ({ text: library(path), type: 'text/javascript' as const })),
    { text: ownCode(), type: 'module' },
  ]
}

/** Of one script, for the page's content policy. */
export function digest(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`
}

const libraries = [
  ['chart.js', 'chart.umd.min.js'],
  ['chartjs-chart-error-bars', 'index.umd.min.js'],
  ['@sgratzl/chartjs-chart-boxplot', 'index.umd.min.js'],
] as const

function library([name, file]: (typeof libraries)[number]): string {
  const main = createRequire(import.meta.url).resolve(name)
  const text = readFileSync(join(dirname(main), file), 'utf8')
  // The map is another file, which a page that stands alone has not.
  return harmless(text.replace(/\n?\/\/# sourceMappingURL=.*\n?$/, ''))
}

/** The compiled modules in one: they import nothing but each other. */
function ownCode(): string {
  const folder = join(dirname(fileURLToPath(import.meta.url)), '..', 'browser')
  const texts = ['revive.js', 'client.js'].map(name => readFileSync(join(folder, name), 'utf8'))
  return harmless(texts.join('\n').replace(/^import .*$/gm, ''))
}

function harmless(script: string): string {
  return script.replaceAll('</script', '<\\/script')
}
