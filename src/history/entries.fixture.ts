import { randomStream } from '../random.ts'
import type { ArmFacts, FileEntry, RunEntry, RunFacts } from './contract.ts'

export interface EntryChoices {
  /** Its place in time: one an hour. */
  readonly place?: number
  readonly change_pct?: number
  readonly facts?: Partial<RunFacts>
}

/** A made-up entry of two arms and two metrics. */
export function entry({ place = 0, change_pct = -2, facts = {} }: EntryChoices = {}): RunEntry {
  const change = {
    status: 'estimated',
    n: 50,
    estimate_pct: change_pct,
    low_pct: change_pct - 1,
    high_pct: null,
  } as const
  return {
    facts: {
      id: `run-${String(place).padStart(4, '0')}`,
      created: new Date(Date.UTC(2026, 0, 1, place)).toISOString(),
      status: 'complete',
      invalid: null,
      commit: `c${place}`,
      version: '0.1.0',
      scenario: 'sequential',
      mode: 'sequential',
      containers: 50,
      concurrency: 1,
      launcher: 'posix',
      architecture: 'x86_64',
      native: true,
      privateMounts: false,
      pinned: false,
      capabilities: [],
      hostClass: { machine: 'x86_64', CPU: 'A processor', cores: '2' },
      kernel: '6.1.0',
      node: 'v20.20.0',
      libseccomp: '2.5.4',
      arms: [arm('A', 'full-arch'), arm('B', 'host-arch')],
      ...facts,
    },
    ratios: [
      { metric: 'cpu', baseline: 0, candidate: 1, change },
      {
        metric: 'wall',
        baseline: 0,
        candidate: 1,
        change: { status: 'insufficient', n: 3, reason: 'too few rounds' },
      },
    ],
  }
}

export function arm(id: string, label: string, rest: Partial<ArmFacts> = {}): ArmFacts {
  return {
    id,
    label,
    converter: label,
    writer: 'crun',
    version: 'crun 1.8.1',
    binarySha256: 'cd'.repeat(32),
    profile: 'default.json',
    profileSha256: 'ab'.repeat(32),
    fsync: false,
    ...rest,
  }
}

export function indexed(run: RunEntry, path: string = run.facts.id, stamp = '1-1'): FileEntry {
  return { path, stamp, status: 'indexed', run }
}

/** Entries with a level of −2 % and one of +1 % from `step` on, and noise of ± `noise_pct`. */
export function stepped(length: number, step: number, noise_pct = 0.2): RunEntry[] {
  const random = randomStream('5eed', 'history')
  return Array.from({ length }, (_, place) =>
    entry({ place, change_pct: (place < step ? -2 : 1) + noise_pct * (2 * random.unit() - 1) }),
  )
}
