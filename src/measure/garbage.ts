import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { Mode } from '../model.ts'
import type { Bench } from './bench.ts'

/**
 * Collects garbage before a trial, the same step for every arm, so that no arm pays inside its timed region for what
 * another one left. Before a batch all of it (its texts are tens of megabytes), before one creation the young
 * generation, and nothing where a process of tens of milliseconds is what is measured: there the step would be the
 * larger disturbance.
 */
export function collectGarbage(mode: Mode, { session }: Bench): void {
  if (mode === 'sequential' && session.runtime !== undefined) return
  collect ??= exposeCollector()
  collect({ type: mode === 'sequential' ? 'minor' : 'major' })
}

type Collector = (options: { type: 'minor' | 'major' }) => void

let collect: Collector | undefined

function exposeCollector(): Collector {
  setFlagsFromString('--expose-gc')
  return runInNewContext('gc') as Collector
}
