/** Many runs as one: an index over their files, and what it says over time. */
export type { HistoryStore } from './contract.ts'
export { withStore } from './open.ts'
export {
  type History,
  type HistoryPoint,
  historyOf,
  isUsable,
  type LevelChange,
  type Series,
} from './series.ts'
export type { SeriesKey } from './series-key.ts'
export { type SyncReport, sync } from './sync.ts'
