/** The nouns of a run, as run.json holds them: types, no work. */
import type { ProcessUsage } from './contracts.ts'
import type { FilterCosts } from './ledger/count.ts'
import type { KernelVersion } from './profile/docker.ts'

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
  /** Its first step, since the trial's start. */
  readonly start_ns: number
  /** Complete (or failed), since the trial's start. */
  readonly end_ns: number
  /** The sum of its own phases before `remove`: waiting for other containers' specs is not in it. */
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
  /** The user stopped the run before every container of this batch was started: stored, never analysed. */
  readonly interrupted?: true
  /** Since the run's start. */
  readonly start_ns: number
  /** Sequential: the creation's latency. Parallel: the makespan, first start to last end. */
  readonly wall_ns: number
  /** Parallel: until every container's spec files were written; the creates start then. */
  readonly spec_makespan_ns: number | null
  /** Parallel: first create started to last create ended; `null` without a runtime. */
  readonly create_makespan_ns: number | null
  /** User and system time: of the creates' processes, or of this process where none is started. */
  readonly cpu_us: number | null
  /** What this process itself used while creates ran; `null` where none is started. */
  readonly harness_cpu_us: number | null
  readonly creations: readonly Creation[]
}

/** Whom a run was made for and where: `native` is false when the spec files are for another architecture. */
export interface RunTarget {
  readonly architecture: ArchitectureLabel
  readonly machine: string
  readonly native: boolean
  /** This host's label: `written on x86_64` wherever `native` is false. */
  readonly writtenOn: ArchitectureLabel
  readonly capabilities: readonly string[]
  readonly kernel: KernelVersion
}

/** The machine, as far as it can change a result. `null`: this machine does not tell. */
export interface HostFacts {
  readonly machine: string
  readonly kernel: string
  readonly distribution: string | null
  readonly cpu: string | null
  readonly microcode: string | null
  readonly cores: number
  readonly memory_bytes: number
  readonly mitigations: readonly string[]
  readonly cgroups: string
  readonly workFileSystem: string | null
  readonly virtualisation: string | null
  readonly node: string
  readonly libseccomp: string | null
}

/** A scenario with every choice made: what `plan()` hands to the runner. */
export interface Plan {
  readonly scenario: string
  readonly mode: Mode
  /** Sequential: creations per arm, one a round. Parallel: containers of one batch. */
  readonly containers: number
  /** A fixed number of rounds, or as many as the goals need (planned after 20), at most `most`. */
  readonly length: Length
  /** The metric that decides when to stop, and that the verdict is about. */
  readonly metric: string
  /** The smallest change worth finding, and the change below which there is none worth speaking of, %. */
  readonly mde_pct: number
  readonly margin_pct: number
  /** No further round is begun after this; `null`: as long as it takes. */
  readonly budget_ms: number | null
  readonly warmupRounds: number
  /** Parallel: at most so many in flight. */
  readonly concurrency: number
  readonly timeout_ms: number
  readonly launcher: string
  readonly privateMounts: boolean
  /** Sequential: the processor that this process and all that it starts stay on; `null`: any. */
  readonly pinnedCpu: number | null
  /** Measure even where the arms' filters answer a system call of this host differently. */
  readonly allowDifference: boolean
}

export type Length =
  | { readonly mode: 'fixed'; readonly rounds: number }
  | { readonly mode: 'sequential'; readonly most: number }

export interface ArmEquivalence {
  readonly status: 'equivalent' | 'different' | 'unknown'
  /** What was tried, what differs, or why it is not known; one line each. */
  readonly lines: readonly string[]
}

/** An arm with what was found out while it ran. */
export interface ArmResult extends Arm {
  /** Of the runtime; empty for in-process writers. */
  readonly version: string
  readonly binarySha256: string | null
  /** What the runtime cannot take and was left out, one line each. */
  readonly adaptations: readonly string[]
  readonly warnings: readonly string[]
  /** Whether this arm's filter answers as the first arm's does, every system call of the host; `null`: the first arm. */
  readonly equivalence: ArmEquivalence | null
  /** What the filter weighs that this arm's runtime is given; `null`: the run is older than this field. */
  readonly costs: FilterCosts | null
  /** Of one container, with this arm's filter. */
  readonly bytes: number
  readonly files: number
  readonly architectures: number
  readonly rules: number
}

/**
 * What else the machine did, read between rounds without a look at any arm. Counters only grow; `null`: this machine
 * does not tell.
 */
export interface NoiseSample {
  /** The round that follows. */
  readonly round: number
  /** Since the run's start. */
  readonly at_ns: number
  /** /proc/stat, all processors: clock ticks in all, and those that the hypervisor took. */
  readonly total_ticks: number | null
  readonly steal_ticks: number | null
  /** /proc/pressure, `some`: time in which a task waited. */
  readonly cpu_pressure_us: number | null
  readonly io_pressure_us: number | null
  readonly memory_pressure_us: number | null
  /** Time in which this process's cgroup was throttled. */
  readonly throttled_us: number | null
  readonly load1: number | null
  readonly frequency_khz: number | null
  /** A fixed piece of work on one processor: a thermometer of its speed. */
  readonly sentinel_ns: number
}

/** Whether copies of one arm were told apart here, and how often (`seccomp-bench aa`). */
export interface CalibrationRecord {
  readonly key: string
  readonly created: string
  readonly replicates: number
  readonly rejections: number
  readonly passed: boolean
}

/** The measuring process itself, so that its weight on a result can be judged. */
export interface HarnessFacts {
  /** Highest resident set, from process start to the last trial. */
  readonly peakRss_bytes: number
  /** Resident set after the warm-up rounds, and after the last trial. */
  readonly rssAfterWarmup_bytes: number
  readonly rssAtEnd_bytes: number
}

export interface Resumption {
  /** The first round that it measured. */
  readonly round: number
  /** ISO 8601, UTC. */
  readonly at: string
}

/** run.json: the seam between measuring and everything that looks at results. */
export interface Run {
  readonly schema: 'seccomp-bench/run/1'
  readonly id: string
  /** ISO 8601, UTC. */
  readonly created: string
  /** `interrupted`: stopped by the user; what was measured is here. */
  readonly status: 'complete' | 'interrupted'
  /** Why no further round was run. */
  readonly ended: 'all rounds' | 'decided' | 'budget' | 'interrupted'
  /** Hexadecimal: with it and `command` the same schedule comes again. */
  readonly seed: string
  readonly command: readonly string[]
  readonly version: string
  readonly commit: string | null
  readonly plan: Plan
  readonly target: RunTarget
  readonly host: HostFacts
  readonly harness: HarnessFacts
  readonly noise: readonly NoiseSample[]
  /** `null`: this host and writer were never calibrated. */
  readonly calibration: CalibrationRecord | null
  /** Another process went on with the run, each time; empty for nearly all. */
  readonly resumed: readonly Resumption[]
  readonly arms: readonly ArmResult[]
  readonly trials: readonly Trial[]
}
