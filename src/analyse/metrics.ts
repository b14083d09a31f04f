/** What a trial is judged by: each metric is one number of one trial. */
import type { Creation, Mode, Phase, Trial } from '../model.ts'

export interface Metric {
  readonly name: string
  /** For people. */
  readonly label: string
  readonly unit: 'ns' | 'us'
  readonly modes: readonly Mode[]
  /** Declared beforehand: the ones that verdicts and their adjustment for multiplicity are about. */
  readonly primary: boolean
  /** `null`: this trial has no such number. */
  readonly of: (trial: Trial) => number | null
}

/**
 * The metrics of a mode, in the order in which they are shown. Phases of a batch are means over its containers:
 * containers of one batch share queues and locks, they are no independent data.
 */
export function metricsOf(mode: Mode): readonly Metric[] {
  return metrics.filter(metric => metric.modes.includes(mode))
}

/** The value of a metric in a trial; a trial with a failed container, or an interrupted one, has none. */
export function metricValue(metric: Metric, trial: Trial): number | null {
  if (trial.interrupted || trial.creations.some(creation => creation.status === 'failed')) return null
  return metric.of(trial)
}

const both: readonly Mode[] = ['sequential', 'parallel']

const metrics: readonly Metric[] = [
  phase('parse', 'parse the profile'),
  phase('convert', 'convert'),
  phase('serialise', 'serialise'),
  phase('write', 'write the spec files'),
  {
    name: 'spec',
    label: 'spec, from profile to files',
    unit: 'ns',
    modes: both,
    primary: false,
    of: trial => mean(trial, specTime),
  },
  phase('create', 'create'),
  {
    name: 'cpu',
    label: 'CPU time per container',
    unit: 'us',
    modes: both,
    primary: true,
    of: ({ cpu_us, creations }) => (cpu_us === null ? null : cpu_us / creations.length),
  },
  {
    name: 'spec_makespan',
    label: 'makespan of the specs',
    unit: 'ns',
    modes: ['parallel'],
    primary: false,
    of: trial => trial.spec_makespan_ns,
  },
  {
    name: 'create_makespan',
    label: 'makespan of the creates',
    unit: 'ns',
    modes: ['parallel'],
    primary: false,
    of: trial => trial.create_makespan_ns,
  },
  {
    name: 'sum_latency',
    label: 'sum of latencies',
    unit: 'ns',
    modes: ['parallel'],
    primary: false,
    of: ({ creations }) => creations.reduce((sum, { latency_ns }) => sum + latency_ns, 0),
  },
  {
    name: 'wall',
    label: 'creation in all',
    unit: 'ns',
    modes: ['sequential'],
    primary: true,
    of: trial => trial.wall_ns,
  },
  {
    name: 'makespan',
    label: 'makespan, first start to last end',
    unit: 'ns',
    modes: ['parallel'],
    primary: true,
    of: trial => trial.wall_ns,
  },
  phase('remove', 'delete'),
]

function phase(name: Phase, label: string): Metric {
  return {
    name,
    label,
    unit: 'ns',
    modes: both,
    primary: name === 'write',
    of: trial => mean(trial, creation => creation.phases[name]),
  }
}

function specTime({ phases }: Creation): number | null {
  const { parse, convert, serialise, write } = phases
  if (parse === null || convert === null || serialise === null) return null
  return parse + convert + serialise + (write ?? 0)
}

function mean({ creations }: Trial, of: (creation: Creation) => number | null): number | null {
  let sum = 0
  for (const creation of creations) {
    const value = of(creation)
    if (value === null) return null
    sum += value
  }
  return sum / creations.length
}
