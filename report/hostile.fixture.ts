import type { Run } from '../src/index.ts'
import { sampleRun } from '../src/run-sample.ts'

/** Ends scripts, attributes, comments, tables, code fences; loads, mentions, runs. */
export const hostile =
  '</script><img src=http://evil.example/x onerror="window.hit=1">\'"`|```<!--{{@everyone}} [a](javascript:x) #1 $(id)'

/** A run in which all that a user, a profile or a runtime can name is hostile. */
export function hostileRun(): Run {
  const run = sampleRun({ rounds: 24, mode: 'parallel', writer: 'crun' })
  return {
    ...run,
    command: ['seccomp-bench', 'run', '--profile', hostile],
    commit: hostile,
    host: { ...run.host, cpu: hostile, kernel: hostile },
    plan: { ...run.plan, scenario: hostile },
    arms: run.arms.map((arm, index) => ({
      ...arm,
      label: `${index}${hostile}`,
      version: hostile,
      profile: { ...arm.profile, name: hostile },
      adaptations: [hostile],
      warnings: [hostile],
    })),
    trials: run.trials.map((trial, index) =>
      index === 5
        ? {
            ...trial,
            creations: trial.creations.map(creation => ({
              ...creation,
              status: 'failed' as const,
              reason: hostile,
            })),
          }
        : trial,
    ),
  }
}
