import type { Chart } from '../chart.ts'
import { cell } from './cell.ts'
import { completion } from './completion.ts'
import { costs } from './costs.ts'
import { distribution } from './distribution.ts'
import { effect } from './effect.ts'
import { phases } from './phases.ts'
import { rounds } from './rounds.ts'

/** Every kind of picture, in the order of the page: one file and one line here. */
export const charts = {
  cell,
  effect,
  phases,
  distribution,
  rounds,
  completion,
  costs,
} as const satisfies Record<string, Chart>
