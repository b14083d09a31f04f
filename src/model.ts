/** The nouns of a run, as run.json holds them: types, no work. */
import type { ProcessUsage } from './contracts.ts'

/** `sequential`: one creation after the other, a trial is one. `parallel`: all at once, a trial is one batch. */
export type Mode = 'sequential' | 'parallel'

/** What a run is labelled with: `x86_64`, `arm64`, or another machine's `uname -m`. */
export type ArchitectureLabel = string

/** One of the variants that are compared. */
export interface Arm {
  /** `A`, `B`, … ; `A'` is a copy of A (the machine's noise floor). */
  readonly id: string
  /** What differs between the arms, for people: `full-arch`, `crun 1.8.1`, … */
  readonly label: string
  readonly converter: string
  readonly writer: string
  readonly profile: ProfileReference
  readonly binary?: string | undefined
  readonly fsync: boolean
}

export interface ProfileReference {
  /** File name without its folder. */
  readonly name: string
  readonly bytes: number
  readonly sha256: string
}

/** Nanoseconds; `null` where the phase does not exist for this writer, or the creation failed before it. */
export interface PhaseTimes {
  readonly parse: number | null
  readonly convert: number | null
  readonly serialise: number | null
  /** Open, write and close of the spec files. */
  readonly write: number | null
  /** The runtime's create (LXC: execute), start to reaped. */
  readonly create: number | null
  /** The runtime's delete; never part of a creation's time. */
  readonly remove: number | null
}

export type Phase = keyof PhaseTimes

/** One container. */
export interface Creation {
  readonly status: 'created' | 'failed'
  /** Of a failed one: where and why, one line. */
  readonly reason?: string
  /** Since the trial's start. */
  readonly start_ns: number
  /** From its start to the end of its last phase before `remove`; in a failed one, to the failure. */
  readonly latency_ns: number
  readonly phases: PhaseTimes
  /** Of its spec files. */
  readonly bytes: number
  readonly files: number
  /** Of `create`; `null` without a process, or with a launcher that cannot tell. */
  readonly usage: ProcessUsage | null
}

/** One run of one arm inside a round: one creation (sequential) or one batch (parallel). */
export interface Trial {
  readonly round: number
  /** 1: first in its round. */
  readonly slot: number
  readonly arm: string
  /** A warm-up round: stored, never analysed. */
  readonly warmup: boolean
  /** Since the run's start. */
  readonly start_ns: number
  /** Sequential: the creation's latency. Parallel: the makespan, first start to last end. */
  readonly wall_ns: number
  readonly creations: readonly Creation[]
}
