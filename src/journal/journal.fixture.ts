import type { Trial } from '../model.ts'
import { type JournalHead, journalSchemaName } from './lines.ts'

/** Of a run of nobody: its process has died. */
export function head(): JournalHead {
  return {
    kind: 'head',
    schema: journalSchemaName,
    id: '20260101-000000-x86_64-sequential-memory-00000000',
    created: '2026-01-01T00:00:00.000Z',
    resumable: true,
    command: ['seccomp-bench', 'run'],
    version: '0.1.0',
    commit: null,
    seed: '0000000000005eed',
    plan: {
      scenario: 'sequential',
      mode: 'sequential',
      containers: 5,
      length: { mode: 'fixed', rounds: 5 },
      metric: 'wall',
      mde_pct: 1,
      margin_pct: 1,
      budget_ms: null,
      warmupRounds: 0,
      concurrency: 1,
      timeout_ms: 1000,
      launcher: 'posix',
      privateMounts: false,
      pinnedCpu: null,
      allowDifference: false,
    },
    target: {
      architecture: 'x86_64',
      machine: 'x86_64',
      native: true,
      writtenOn: 'x86_64',
      capabilities: [],
      kernel: { version: 6, revision: 1 },
    },
    host: {
      machine: 'x86_64',
      kernel: '6.1.0',
      distribution: null,
      cpu: null,
      microcode: null,
      cores: 1,
      memory_bytes: 1,
      mitigations: [],
      cgroups: 'none',
      workFileSystem: null,
      virtualisation: null,
      node: 'v20.0.0',
      libseccomp: null,
    },
    owner: { pid: 1, started_ticks: 0, boot: 'long ago', pidNamespace: 'pid:[1]', cgroups: ['/'] },
  }
}

export function trialOf(round: number, slot: number, arm: string): Trial {
  const phases = { parse: 1, convert: 1, serialise: 1, write: null, create: null, remove: null }
  return {
    round,
    slot,
    arm,
    warmup: round < 0,
    start_ns: 0,
    wall_ns: 3,
    spec_makespan_ns: null,
    create_makespan_ns: null,
    cpu_us: 1,
    harness_cpu_us: null,
    creations: [
      { status: 'created', start_ns: 0, end_ns: 3, latency_ns: 3, phases, bytes: 1, files: 1, usage: null },
    ],
  }
}
