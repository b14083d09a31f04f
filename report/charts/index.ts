import type { Chart } from '../chart.ts'
import { cell } from './cell.ts'

/** Every kind of picture: one file and one line here. */
export const charts = { cell } as const satisfies Record<string, Chart>
