/**
 * The plug-in points, on one page. A converter, a writer, a launcher or an exporter is a plain value in one file and
 * one entry in its registry; option values, help texts and the conformance tests follow from the registries.
 */
import type { Run } from './model.ts'
import type { DockerProfile, KernelVersion } from './profile/docker.ts'
import type { OciFilter } from './profile/oci.ts'

/** Whom a filter is made for. */
export interface Target {
  /** `uname -m`: `x86_64`, `aarch64`, … */
  readonly machine: string
  /** The container's bounding set: `CAP_CHOWN`, … */
  readonly capabilities: readonly string[]
  readonly kernel: KernelVersion
}

/** Docker profile in, OCI filter out: a pure function. */
export interface Converter {
  readonly name: string
  readonly summary: string
  readonly convert: (profile: DockerProfile, target: Target) => Conversion
}

export interface Conversion {
  /** `null`: the profile asks for no seccomp filter at all. */
  readonly filter: OciFilter | null
  /** One line each. */
  readonly warnings: readonly string[]
}

/** Turns an OCI filter into what one runtime reads, and says how that runtime creates and removes a container. */
export interface SpecWriter {
  readonly name: string
  readonly summary: string
  /** Can it work here? Never throws for an absent runtime. */
  readonly check: (context: WriterContext) => Promise<Availability>
  /** Makes what all containers of one arm share (a root file system, a state folder) under `context.folder`. */
  readonly open: (context: WriterContext) => Promise<WriterSession>
}

export interface WriterContext {
  /** A private folder (0700) of this arm alone; everything the writer makes lies below it. */
  readonly folder: string
  readonly target: Target
  /** A path or a name on PATH that replaces the writer's own binary. */
  readonly binary?: string | undefined
  readonly fsync: boolean
  /** Control commands (versions, features): never what is timed. */
  readonly control: Control
}

export type Availability =
  | {
      readonly status: 'usable'
      /** What is measured, e.g. `runc 1.1.5+ds1-1+deb12u1, libseccomp 2.5.4`; empty for in-process writers. */
      readonly version: string
      /** Absolute path of the runtime's binary. */
      readonly binary?: string
    }
  | { readonly status: 'skipped'; readonly reason: string; readonly hint: string }

export interface WriterSession {
  /** Leaves out what this runtime cannot take. Not timed. */
  readonly adapt: (filter: OciFilter | null) => Adapted
  /** The spec files of one container, as bytes. Timed as `serialise`. */
  readonly serialise: (filter: OciFilter | null, container: Container) => readonly SpecFile[]
  /** Whether the files go to disk (timed as `write`) or stay in memory. */
  readonly writes: 'files' | 'nothing'
  /** Commands for a real runtime; absent where no process is started. */
  readonly runtime?: RuntimeCommands
  /** Removes what `open` made, beyond files below `context.folder`. */
  readonly close: () => Promise<void>
}

export interface RuntimeCommands {
  /** What `create` measures: `create` of an OCI runtime, `execute` of LXC. */
  readonly verb: 'create' | 'execute'
  readonly create: (container: Container) => Command
  /** Removes the container whether or not it was created completely; `null` where nothing is left to remove. */
  readonly remove: ((container: Container) => Command) | null
}

export interface Adapted {
  readonly filter: OciFilter | null
  /** One line each: what was left out, and why. */
  readonly adaptations: readonly string[]
}

/** A container to be: the runner makes `bundle` (an empty folder, 0700) before the clock starts. */
export interface Container {
  /** Letters, digits, `-` and `_` only. */
  readonly id: string
  /** Absolute path. */
  readonly bundle: string
  /** Absolute path of an empty file: where its commands' output goes. */
  readonly log: string
}

export interface SpecFile {
  /** A plain name inside the bundle. */
  readonly name: string
  readonly data: string
}

/** A program to start: no shell takes part. */
export interface Command {
  /** Absolute path. */
  readonly file: string
  /** Arguments after the program's name. */
  readonly arguments: readonly string[]
  /** The whole environment, `NAME=value`. */
  readonly environment: readonly string[]
  readonly workingFolder: string
  /** Standard output and error are appended to this file; standard input is /dev/null. */
  readonly log: string
}

/** Starts what is timed. */
export interface Launcher {
  readonly name: string
  readonly summary: string
  /** One process, start to reaped. */
  readonly run: (command: Command, limits: LaunchLimits) => Promise<ProcessOutcome>
  /** All at once, at most `concurrency` in flight; outcomes in the order of `commands`. */
  readonly runAll: (
    commands: readonly Command[],
    limits: LaunchLimits & {
      readonly concurrency: number
      /** Asked before each start: `true` starts no further process; those not started are `not-started`. */
      readonly stop?: () => boolean
    },
  ) => Promise<readonly ProcessOutcome[]>
}

export interface LaunchLimits {
  /** After this the process group is killed. */
  readonly timeout_ms: number
}

export type ProcessOutcome =
  | {
      readonly status: 'exited'
      readonly exitCode: number
      readonly span: Span
      readonly usage: ProcessUsage | null
    }
  | { readonly status: 'signalled'; readonly signal: number; readonly span: Span }
  | { readonly status: 'timed-out'; readonly span: Span }
  | { readonly status: 'not-started'; readonly reason: string }

/** On the monotonic clock (`monotonic_ns`), nanoseconds. */
export interface Span {
  readonly start_ns: number
  readonly end_ns: number
}

/** What wait4 tells of a child (its own and its reaped children's), per create. */
export interface ProcessUsage {
  readonly user_us: number
  readonly system_us: number
  readonly minorFaults: number
  readonly majorFaults: number
  readonly voluntarySwitches: number
  readonly involuntarySwitches: number
}

/** Runs a control command to its end: no shell, bounded output and time. */
export type Control = (
  file: string,
  parameters: readonly string[],
  options?: { readonly timeout_ms?: number; readonly input?: string },
) => Promise<ControlResult>

export interface ControlResult {
  /** `null`: it could not be started, or was killed. */
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}

/** A run for other programs. */
export interface Exporter {
  readonly name: string
  readonly summary: string
  /** A plain name inside the run's folder. */
  readonly fileName: string
  /** In pieces, so that a long run is never one string. */
  readonly serialise: (run: Run) => Iterable<string>
}
