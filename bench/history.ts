import { renameSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join, resolve } from 'node:path'
import {
  BenchError,
  type History,
  type HistoryStore,
  historyOf,
  metricsOf,
  oneLine,
  type SyncReport,
  sync,
  withStore,
} from '../src/index.ts'
import { historyText } from './history-text.ts'

export interface HistoryOptions {
  /** Folder of the stored runs. */
  readonly runs: string
  /** A file, or `postgres://…`; a file in the folder of the runs where absent. */
  readonly index?: string
  readonly scenario?: string
  readonly writer?: string
  readonly arch?: string
  /** Label of the candidate. */
  readonly candidate?: string
  /** Names, comma-separated; the primary ones where absent. */
  readonly metric?: string
  readonly pin?: string
  /** Smaller changes of level are none, %. */
  readonly least: number
  /** Points that are listed of each series. */
  readonly last: number
  readonly prune: boolean
  readonly png?: string
  readonly html?: string
  readonly json: boolean
}

/** The outer world of the command, beside files and databases. */
export interface HistoryWorld {
  readonly writeOut: (text: string) => void
  readonly writeError: (text: string) => void
  readonly colours: boolean
}

/**
 * Brings the index up to the stored runs, and shows what they say over time. The index is a cache of the files: it may
 * be deleted at any time. Standard output holds the history alone; what was skipped or made anew goes to standard error.
 */
export async function historyCommand(options: HistoryOptions, world: HistoryWorld = terminal): Promise<void> {
  const metrics = metricNames(options.metric)
  const tell = (line: string) => world.writeError(`seccomp-bench: ${oneLine(line)}\n`)
  const index = options.index ?? join(options.runs, 'history.db')
  const { history, report } = await withStore(index, store => look(store, options, metrics, tell), tell)
  for (const line of report.skipped) tell(`skipped: ${line}`)
  if (options.png !== undefined) {
    const { historyPicture } = await import('../report/charts/history-picture.ts')
    writeWhole(options.png, await historyPicture(history))
    world.writeError(`written: ${options.png}\n`)
  }
  if (options.html !== undefined) {
    const { historyPage } = await import('../report/charts/history-page.ts')
    writeWhole(options.html, historyPage(history))
    world.writeError(`written: ${options.html}\n`)
  }
  world.writeOut(
    options.json
      ? `${JSON.stringify(history, null, 1)}\n`
      : historyText(history, { last: options.last, colours: world.colours }),
  )
}

async function look(
  store: HistoryStore,
  options: HistoryOptions,
  metrics: readonly string[],
  tell: (line: string) => void,
): Promise<{ readonly history: History; readonly report: SyncReport }> {
  const { runs, scenario, arch, pin, writer, candidate, least, prune } = options
  const folder = resolve(runs)
  const report = await sync(store, folder, {
    origin: `${hostname()}:${folder}`,
    ...(prune ? { prune } : {}),
    onProgress: (done, of) => {
      if (done > 0 && done % progressEvery === 0) tell(`${done} of ${of} new runs read`)
    },
  })
  const entries = await store.runs({
    metrics,
    toFirst: pin === undefined,
    ...(scenario === undefined ? {} : { scenario }),
    ...(arch === undefined ? {} : { architecture: arch }),
  })
  const history = historyOf(entries, {
    least_pct: least,
    ...(pin === undefined ? {} : { pin }),
    ...(writer === undefined ? {} : { writer }),
    ...(candidate === undefined ? {} : { candidate }),
  })
  return { history, report }
}

const progressEvery = 200

function metricNames(given: string | undefined): readonly string[] {
  const known = [...metricsOf('sequential'), ...metricsOf('parallel')]
  if (given === undefined) return unique(known.filter(({ primary }) => primary).map(({ name }) => name))
  const names = unique(known.map(({ name }) => name))
  const wanted = given.split(',')
  const unknown = wanted.find(name => !names.includes(name))
  if (unknown === undefined) return wanted
  throw new BenchError(
    'bad-input',
    `--metric: found ${JSON.stringify(unknown.slice(0, 40))}, expected metrics`,
    {
      hint: `comma-separated, of ${names.join(', ')}`,
    },
  )
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)]
}

/** Whole or not at all: a page that somebody looks at is never half a page. */
function writeWhole(path: string, content: string | Buffer): void {
  const partial = `${path}.${process.pid}.partial`
  try {
    writeFileSync(partial, content)
    renameSync(partial, path)
  } catch (cause) {
    throw new BenchError('environment', `${path}: cannot be written (${(cause as Error).message})`, {
      hint: 'give a path in a folder that exists and can be written',
      cause,
    })
  }
}

const terminal: HistoryWorld = {
  writeOut: text => process.stdout.write(text),
  writeError: text => process.stderr.write(text),
  colours: process.stdout.isTTY === true,
}
