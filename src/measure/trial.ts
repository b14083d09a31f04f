import type { Trial } from '../model.ts'

/** What a trial measures, without its place in the schedule. */
export type TrialMeasures = Pick<
  Trial,
  | 'interrupted'
  | 'wall_ns'
  | 'spec_makespan_ns'
  | 'create_makespan_ns'
  | 'cpu_us'
  | 'harness_cpu_us'
  | 'creations'
>
