import { createHash } from 'node:crypto'
import { cellOf, differences, hostClassOf, hostDetails } from './cell.ts'
import { BenchError } from './errors.ts'
import type { HarnessFacts, NoiseSample, Run, Trial } from './model.ts'

export interface Merged {
  /** Pooled where cell and host class agree, as given otherwise; in the order of their first part. */
  readonly runs: readonly Run[]
  /** One line each: what was pooled, and what keeps the others apart. */
  readonly notes: readonly string[]
}

/**
 * Joins runs of several machines. Runs of the same cell on the same kind of machine become one run with more rounds;
 * all others stay beside each other. Throws BenchError `bad-input` where pooling would count a round twice (same seed)
 * or look twice (a run that stopped when it was decided).
 */
export function mergeRuns(runs: readonly Run[]): Merged {
  const groups: Run[][] = []
  for (const run of runs) {
    const group = groups.find(([first]) => whyApart(first!, run).length === 0)
    if (group === undefined) groups.push([run])
    else group.push(run)
  }
  const notes = groups.flatMap((group, index) => [
    ...poolNotes(group),
    ...groups.slice(0, index).map(([other]) => apartNote(other!, group[0]!)),
  ])
  return { runs: groups.map(pool), notes }
}

/** What keeps two runs from being pooled, one line each; empty: nothing. */
export function whyApart(one: Run, other: Run): readonly string[] {
  return [
    ...differences(cellOf(one), cellOf(other)),
    ...differences(hostClassOf(one), hostClassOf(other)),
    ...differences(program(one), program(other)),
  ]
}

/** Times of in-process work are times of this program: another build is another thing. */
function program({ version, commit }: Run) {
  return { 'version of seccomp-bench': version, commit: commit ?? 'unknown' }
}

function apartNote(one: Run, other: Run): string {
  return `${one.id} and ${other.id} are not pooled: ${whyApart(one, other).join('; ')}`
}

function poolNotes(group: readonly Run[]): string[] {
  const [first, ...others] = group
  if (others.length === 0) return []
  const details = others.flatMap(other => differences(hostDetails(first!.host), hostDetails(other.host)))
  return [
    `pooled as one run: ${group.map(({ id }) => id).join(', ')}`,
    ...[...new Set(details)].map(detail => `pooled although the sessions differ in ${detail}`),
  ]
}

function pool(group: readonly Run[]): Run {
  const [first, ...others] = group
  if (others.length === 0) return first!
  refuse(group)
  const parts = placed(group)
  const rounds = group.reduce((sum, run) => sum + recordedRounds(run), 0)
  const seed = sha256(group.map(run => run.seed).toSorted()).slice(0, 16)
  return {
    ...group.reduce((latest, run) => (run.created > latest.created ? run : latest)),
    id: `pooled-${sha256(group.map(({ id }) => id)).slice(0, 16)}`,
    status: group.some(({ status }) => status === 'interrupted') ? 'interrupted' : 'complete',
    ended: 'all rounds',
    seed,
    command: ['seccomp-bench', 'merge', ...group.map(({ id }) => id)],
    plan: {
      ...first!.plan,
      length: { mode: 'fixed', rounds },
      containers: first!.plan.mode === 'sequential' ? rounds : first!.plan.containers,
    },
    harness: group.map(({ harness }) => harness).reduce(heavier),
    noise: parts.flatMap(({ noise }) => noise),
    resumed: parts.flatMap(({ resumed }) => resumed),
    trials: parts.flatMap(({ trials }) => trials),
  }
}

function refuse(group: readonly Run[]): void {
  const seeds = new Map<string, string>()
  for (const { id, seed, plan } of group) {
    const before = seeds.get(seed)
    if (before !== undefined) {
      throw new BenchError(
        'bad-input',
        `${before} and ${id}: found seed ${seed} twice, expected runs of the same cell to have seeds of their own`,
        { hint: 'leave the copy out; more rounds need a run of their own, without --seed' },
      )
    }
    seeds.set(seed, id)
    if (plan.length.mode === 'sequential') {
      throw new BenchError(
        'bad-input',
        `${id}: found a run that stops when it is decided, expected a fixed number of rounds to pool`,
        { hint: 'its rounds were chosen by their own outcome; measure with --rounds N to pool' },
      )
    }
  }
}

/**
 * Rounds and times of the later sessions moved behind those of the earlier. One round number stays free between two
 * sessions, so that no arm seems to follow another across the gap (carry-over looks at neighbours).
 */
function placed(group: readonly Run[]): Pick<Run, 'trials' | 'noise' | 'resumed'>[] {
  let round = 0
  let time_ns = 0
  let reached: NoiseSample | undefined
  return group.map(run => {
    const [fromRound, from_ns] = [round, time_ns]
    const moved = (trial: Trial): Trial => ({
      ...trial,
      round: trial.warmup ? trial.round : trial.round + fromRound,
      start_ns: trial.start_ns + from_ns,
    })
    const trials = run.trials.map(moved)
    for (const trial of trials) {
      round = Math.max(round, trial.round + 2)
      time_ns = Math.max(time_ns, trial.start_ns + trial.wall_ns)
    }
    const noise = run.noise.map(sample => ({
      ...sample,
      ...continued(sample, run.noise[0]!, reached),
      round: sample.round < 0 ? sample.round : sample.round + fromRound,
      at_ns: sample.at_ns + from_ns,
    }))
    reached = noise.at(-1) ?? reached
    const resumed = run.resumed.map(each => ({ ...each, round: each.round + fromRound }))
    return { trials, noise, resumed }
  })
}

const counters = [
  'total_ticks',
  'steal_ticks',
  'cpu_pressure_us',
  'io_pressure_us',
  'memory_pressure_us',
  'throttled_us',
] as const

/** Counters go on where the session before left them: what happened between the sessions is not the run's. */
function continued(sample: NoiseSample, first: NoiseSample, reached: NoiseSample | undefined) {
  return Object.fromEntries(
    counters.map(name => {
      const [value, start] = [sample[name], first[name]]
      const before = reached === undefined ? start : reached[name]
      return [name, value === null || start === null || before === null ? null : before + value - start]
    }),
  ) as Pick<NoiseSample, (typeof counters)[number]>
}

function recordedRounds({ trials }: Run): number {
  return new Set(trials.filter(({ warmup }) => !warmup).map(({ round }) => round)).size
}

function heavier(one: HarnessFacts, other: HarnessFacts): HarnessFacts {
  return {
    peakRss_bytes: Math.max(one.peakRss_bytes, other.peakRss_bytes),
    rssAfterWarmup_bytes: Math.max(one.rssAfterWarmup_bytes, other.rssAfterWarmup_bytes),
    rssAtEnd_bytes: Math.max(one.rssAtEnd_bytes, other.rssAtEnd_bytes),
  }
}

function sha256(texts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(texts)).digest('hex')
}
