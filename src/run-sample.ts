import type { Creation, Mode, Run, Trial } from './model.ts'
import { randomStream } from './random.ts'

export interface SampleChoices {
  readonly rounds: number
  readonly mode?: Mode
  readonly containers?: number
  /** Time of the candidate against the baseline; 0.98 is 2 % less. */
  readonly ratio?: number
  readonly architecture?: string
  readonly writer?: string
}

/** A made-up run with plausible, seeded numbers: for tests and for looking at pictures, never a result. */
export function sampleRun(choices: SampleChoices): Run {
  const { rounds, mode = 'sequential', ratio = 0.5, architecture = 'x86_64', writer = 'lcr-file' } = choices
  const containers = mode === 'sequential' ? 1 : (choices.containers ?? 10)
  const real = writer !== 'lcr-file'
  const random = randomStream('5eed', 'sample')
  const trials: Trial[] = []
  for (let round = -1; round < rounds; round++) {
    const order = random.coin() === 1 ? ['A', 'B'] : ['B', 'A']
    order.forEach((arm, slot) => {
      const creations = Array.from({ length: containers }, (_, index) =>
        creation((arm === 'B' ? ratio : 1) * (0.9 + 0.2 * random.unit()), index, real),
      )
      const wall_ns = Math.max(...creations.map(({ end_ns }) => end_ns))
      trials.push({
        round,
        slot: slot + 1,
        arm,
        warmup: round < 0,
        start_ns: trials.length * 5_000_000,
        wall_ns,
        spec_makespan_ns: mode === 'parallel' ? wall_ns : null,
        create_makespan_ns: mode === 'parallel' && real ? wall_ns : null,
        cpu_us: Math.round((creations.length * 900 * wall_ns) / 1e6),
        harness_cpu_us: real ? creations.length * 150 : null,
        creations,
      })
    })
  }
  const arm = {
    writer,
    profile: { name: 'default.json', bytes: 18_000, sha256: 'ab'.repeat(32) },
    fsync: false,
    version: real ? `${writer} 1.0` : '',
    binarySha256: real ? 'cd'.repeat(32) : null,
    adaptations: [],
    warnings: [],
    equivalence: null,
    files: 2,
    rules: 14,
  }
  return {
    schema: 'seccomp-bench/run/1',
    id: '20260102-030405-sample-0badcafe',
    created: '2026-01-02T03:04:05.000Z',
    status: 'complete',
    ended: 'all rounds',
    seed: '0123456789abcdef',
    command: ['seccomp-bench', 'run'],
    version: '0.0.0',
    commit: null,
    plan: {
      scenario: mode,
      mode,
      containers: mode === 'sequential' ? rounds : containers,
      length: { mode: 'fixed', rounds },
      metric: mode === 'sequential' ? 'wall' : 'makespan',
      mde_pct: 1,
      margin_pct: 1,
      budget_ms: null,
      warmupRounds: 1,
      concurrency: containers,
      timeout_ms: 60_000,
      launcher: 'posix',
      privateMounts: false,
      pinnedCpu: null,
      allowDifference: false,
    },
    target: {
      architecture,
      machine: architecture === 'arm64' ? 'aarch64' : 'x86_64',
      native: architecture === 'x86_64',
      writtenOn: 'x86_64',
      capabilities: ['CAP_CHOWN'],
      kernel: { version: 6, revision: 1 },
    },
    host: {
      machine: 'x86_64',
      kernel: '6.1.0',
      distribution: 'A distribution',
      cpu: 'A processor',
      microcode: null,
      cores: 2,
      memory_bytes: 8_000_000_000,
      mitigations: [],
      cgroups: 'v2',
      workFileSystem: 'ext4',
      virtualisation: null,
      node: 'v20.20.0',
      libseccomp: '2.5.4',
    },
    noise: [],
    calibration: null,
    resumed: [],
    harness: { peakRss_bytes: 1e8, rssAfterWarmup_bytes: 9e7, rssAtEnd_bytes: 9.5e7 },
    arms: [
      {
        ...arm,
        id: 'A',
        label: 'full-arch',
        converter: 'full-arch',
        costs: costs(19, 120_000, 7203, 2536),
        bytes: 120_000,
        architectures: 19,
      },
      {
        ...arm,
        id: 'B',
        label: 'host-arch',
        converter: 'host-arch',
        costs: costs(3, 19_000, 1139, 974),
        bytes: 19_000,
        architectures: 3,
      },
    ],
    trials,
  }
}

function costs(architectures: number, lxc_bytes: number, lxc_lines: number, bpf_instructions: number) {
  const oci = { oci_bytes: 5800 + 20 * architectures, oci_files: 1 }
  const lxc = { lxc_bytes, lxc_lines, lxc_files: 2 }
  return {
    counts: { architectures, rules: 14, names: 378, ...oci, ...lxc, bpf_instructions },
    libseccomp: '2.5.4',
    compile_us: 8 * bpf_instructions,
    notes: [],
  }
}

function creation(scale: number, index: number, real: boolean): Creation {
  const phases = {
    parse: Math.round(200_000 * (0.9 + scale / 10)),
    convert: Math.round(20_000 * scale),
    serialise: Math.round(150_000 * scale),
    write: Math.round(100_000 * scale),
    create: real ? Math.round(20_000_000 * (0.9 + scale / 10)) : null,
    remove: real ? 9_000_000 : null,
  }
  const latency_ns = phases.parse + phases.convert + phases.serialise + phases.write + (phases.create ?? 0)
  const start_ns = index * 470_000
  return {
    status: 'created',
    start_ns,
    end_ns: start_ns + latency_ns,
    latency_ns,
    phases,
    bytes: Math.round(100_000 * scale),
    files: 2,
    usage: real
      ? {
          user_us: 4000,
          system_us: Math.round(9000 * (0.9 + scale / 10)),
          minorFaults: 1200,
          majorFaults: 0,
          voluntarySwitches: 30,
          involuntarySwitches: 4,
        }
      : null,
  }
}
