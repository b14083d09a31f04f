import { z } from 'zod'
import type { Run } from './model.ts'

/**
 * Thirty years in nanoseconds, either way: a creation that never began stands before its trial by the time since boot.
 * Sums and ratios of such times are still numbers.
 */
const longest = 1e18
const time = z.number().min(-longest).max(longest)
const count = z.number().int().min(0)
const text = z.string().max(2000)
/** A machine as `uname -m` says it, or its label: file names begin with it. */
const machine = z
  .string()
  .regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}$/, 'expected a machine as uname -m says it')
/** One of the kernel's: paths (PATH_MAX), words of a command line (MAX_ARG_STRLEN). */
const path = z.string().max(4096)
const word = z.string().max(131_072)

const usage = z.object({
  user_us: count,
  system_us: count,
  minorFaults: count,
  majorFaults: count,
  voluntarySwitches: count,
  involuntarySwitches: count,
})

const creation = z.object({
  status: z.enum(['created', 'failed']),
  reason: text.exactOptional(),
  start_ns: time,
  end_ns: time,
  latency_ns: time,
  phases: z.object({
    parse: time.nullable(),
    convert: time.nullable(),
    serialise: time.nullable(),
    write: time.nullable(),
    create: time.nullable(),
    remove: time.nullable(),
  }),
  bytes: count,
  files: count,
  usage: usage.nullable(),
})

const trial = z.object({
  round: z.number().int(),
  slot: z.number().int().min(1),
  arm: text,
  warmup: z.boolean(),
  interrupted: z.literal(true).exactOptional(),
  start_ns: time,
  wall_ns: time,
  spec_makespan_ns: time.nullable(),
  create_makespan_ns: time.nullable(),
  cpu_us: time.nullable(),
  harness_cpu_us: time.nullable(),
  creations: z.array(creation).min(1),
})

const equivalence = z.object({
  status: z.enum(['equivalent', 'different', 'unknown']),
  lines: z.array(text).max(100),
})

const costs = z.object({
  counts: z.object({
    architectures: count,
    rules: count,
    names: count,
    oci_bytes: count,
    oci_files: count,
    lxc_bytes: count.nullable(),
    lxc_lines: count.nullable(),
    lxc_files: count.nullable(),
    bpf_instructions: count.nullable(),
  }),
  libseccomp: z.string().nullable(),
  compile_us: time.nullable(),
  notes: z.array(text).max(1000),
})

const arm = z.object({
  id: text,
  label: text,
  converter: text,
  writer: text,
  profile: z.object({ name: text, bytes: count, sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
  binary: path.optional(),
  fsync: z.boolean(),
  version: text,
  binarySha256: z.string().nullable(),
  adaptations: z.array(text),
  warnings: z.array(text),
  equivalence: equivalence.nullable().default(null),
  costs: costs.nullable().default(null),
  bytes: count,
  files: count,
  architectures: count,
  rules: count,
})

const noise = z.object({
  round: z.number().int(),
  at_ns: time,
  total_ticks: time.nullable(),
  steal_ticks: time.nullable(),
  cpu_pressure_us: time.nullable(),
  io_pressure_us: time.nullable(),
  memory_pressure_us: time.nullable(),
  throttled_us: time.nullable(),
  load1: time.nullable(),
  frequency_khz: time.nullable(),
  sentinel_ns: time,
})

const calibration = z.object({
  key: text,
  created: text,
  replicates: count,
  rejections: count,
  passed: z.boolean(),
})

/** What run.json must be; unknown keys of a later version are dropped. */
export const runSchema = z.object({
  schema: z.literal('seccomp-bench/run/1'),
  id: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,119}$/),
  created: z.iso.datetime(),
  status: z.enum(['complete', 'interrupted']),
  ended: z.enum(['all rounds', 'decided', 'budget', 'interrupted']),
  seed: z.string().regex(/^[0-9a-f]{1,16}$/),
  command: z.array(word),
  version: text,
  commit: text.nullable(),
  plan: z.object({
    scenario: text,
    mode: z.enum(['sequential', 'parallel']),
    containers: count,
    length: z.union([
      z.object({ mode: z.literal('fixed'), rounds: count }),
      z.object({ mode: z.literal('sequential'), most: count }),
    ]),
    metric: text,
    mde_pct: time,
    margin_pct: time,
    budget_ms: time.nullable(),
    warmupRounds: count,
    concurrency: count,
    timeout_ms: time,
    launcher: text,
    privateMounts: z.boolean(),
    pinnedCpu: count.nullable().default(null),
    allowDifference: z.boolean().default(false),
  }),
  target: z.object({
    architecture: machine,
    machine,
    native: z.boolean(),
    writtenOn: machine,
    capabilities: z.array(text),
    kernel: z.object({ version: count, revision: count }),
  }),
  host: z.object({
    machine: text,
    kernel: text,
    distribution: text.nullable(),
    cpu: text.nullable(),
    microcode: text.nullable(),
    cores: count,
    memory_bytes: count,
    mitigations: z.array(text),
    cgroups: text,
    workFileSystem: text.nullable(),
    virtualisation: text.nullable(),
    node: text,
    libseccomp: text.nullable(),
  }),
  harness: z.object({ peakRss_bytes: count, rssAfterWarmup_bytes: count, rssAtEnd_bytes: count }),
  noise: z.array(noise),
  calibration: calibration.nullable(),
  resumed: z.array(z.object({ round: count, at: z.iso.datetime() })).default([]),
  arms: z.array(arm).min(2),
  trials: z.array(trial),
}) satisfies z.ZodType<Run>
