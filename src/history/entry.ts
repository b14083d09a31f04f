import { analyseRun } from '../analyse/analyse-run.ts'
import type { Change } from '../analyse/comparison.ts'
import { hostClassOf } from '../cell.ts'
import type { ArmResult, Run } from '../model.ts'
import type { ArmFacts, Ratio, RunEntry, RunFacts, StoredChange } from './contract.ts'

/**
 * What the index keeps of a run. Every pair of arms is compared, so that any of them can be the reference later: the
 * analysis of the run without its first arms gives the pairs that the whole one does not.
 */
export function entryOf(run: Run): RunEntry {
  const whole = analyseRun(run, { bootstrap: false })
  const ratios = ratiosOf(whole, 0)
  for (let place = 1; place < run.arms.length - 1; place++) {
    ratios.push(...ratiosOf(analyseRun({ ...run, arms: run.arms.slice(place) }, { bootstrap: false }), place))
  }
  const invalid = whole.verdict.verdict === 'INVALID' ? whole.verdict.reason : null
  return { facts: factsOf(run, invalid), ratios }
}

function ratiosOf({ comparisons }: ReturnType<typeof analyseRun>, baseline: number): Ratio[] {
  return comparisons.flatMap(({ metrics }, index) =>
    metrics.map(({ metric, change }) => ({
      metric,
      baseline,
      candidate: baseline + 1 + index,
      change: stored(change),
    })),
  )
}

function stored(change: Change): StoredChange {
  if (change.status === 'insufficient') return change
  const { status, n, estimate_pct, low_pct, high_pct } = change
  return { status, n, estimate_pct, low_pct, high_pct }
}

function factsOf(run: Run, invalid: string | null): RunFacts {
  const { id, created, status, commit, version, plan, target, host } = run
  return {
    id,
    created,
    status,
    invalid,
    commit,
    version,
    scenario: plan.scenario,
    mode: plan.mode,
    containers: plan.containers,
    concurrency: plan.concurrency,
    launcher: plan.launcher,
    architecture: target.architecture,
    native: target.native,
    privateMounts: plan.privateMounts,
    pinned: plan.pinnedCpu !== null,
    capabilities: target.capabilities,
    hostClass: hostClassOf(run),
    kernel: host.kernel,
    node: host.node,
    libseccomp: host.libseccomp,
    arms: run.arms.map(armFacts),
  }
}

function armFacts({ profile, ...arm }: ArmResult): ArmFacts {
  const { id, label, converter, writer, version, binarySha256, fsync } = arm
  return {
    id,
    label,
    converter,
    writer,
    version,
    binarySha256,
    profile: profile.name,
    profileSha256: profile.sha256,
    fsync,
  }
}
