import type { NoiseSample, Trial } from '../model.ts'

export interface TrialCollection {
  readonly add: (trial: Trial) => void
  /** By round and slot. */
  readonly all: () => readonly Trial[]
}

/** Trials as they were appended: a round that is begun anew (its first slot comes again) replaces what there was of it. */
export function collectTrials(): TrialCollection {
  const rounds = new Map<number, Trial[]>()
  return {
    add: trial => {
      const round = rounds.get(trial.round)
      if (round === undefined || trial.slot === 1) rounds.set(trial.round, [trial])
      else round.push(trial)
    },
    all: () => [...rounds].sort(([one], [other]) => one - other).flatMap(([, trials]) => trials),
  }
}

/** Where a run that was cut off goes on. */
export interface ResumePoint {
  /** The first round that is not whole: it is measured again from its first slot. */
  readonly round: number
  /** How long the run had been measuring: later times go on from here, pauses are not in them. */
  readonly elapsed_ns: number
  /** Later counters go on from these. */
  readonly noise: NoiseSample | null
}

/** Whole: a trial of every arm, none of them interrupted. */
export function resumePoint(
  trials: readonly Trial[],
  noise: readonly NoiseSample[],
  arms: number,
): ResumePoint {
  const whole = new Map<number, number>()
  for (const { round, warmup, interrupted } of trials) {
    if (!warmup && interrupted === undefined) whole.set(round, (whole.get(round) ?? 0) + 1)
  }
  let round = 0
  while (whole.get(round) === arms) round += 1
  const last = noise.at(-1) ?? null
  return {
    round,
    elapsed_ns: trials.reduce(
      (latest, { start_ns, wall_ns }) => Math.max(latest, start_ns + wall_ns),
      last?.at_ns ?? 0,
    ),
    noise: last,
  }
}
