import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/**
 * Collects the young generation before a trial, the same step for every arm, so that no arm pays inside its timed
 * region for what another one left. A few tenths of a millisecond.
 */
export function collectYoungGarbage(): void {
  collect ??= exposeCollector()
  collect({ type: 'minor' })
}

type Collector = (options: { type: 'minor' | 'major' }) => void

let collect: Collector | undefined

function exposeCollector(): Collector {
  setFlagsFromString('--expose-gc')
  return runInNewContext('gc') as Collector
}
