import { isCopy } from '../copy-arm.ts'
import type { Run, Trial } from '../model.ts'
import { adjusted, compare } from './compare.ts'
import type { Comparison } from './comparison.ts'
import { procedureOf, roundsOf } from './decide-run.ts'
import type { Decision } from './decision.ts'
import { failedGate, type Gate, gates } from './gates.ts'
import { type Metric, metricsOf, metricValue } from './metrics.ts'
import { type NoiseSummary, noiseWarnings, summariseNoise } from './noise.ts'
import { unlessFailed, type Verdict } from './verdict.ts'

/** What a run says: every other arm against the first, over every metric that the run has, and the verdict. */
export interface RunAnalysis {
  readonly metrics: readonly Metric[]
  /** One for each arm after the first; metrics in the order of `metrics`. */
  readonly comparisons: readonly Comparison[]
  /** What the stopping rule says of the second arm against the first. */
  readonly decision: Decision
  readonly gates: readonly Gate[]
  /** The decision's verdict, or INVALID where a gate failed. */
  readonly verdict: Verdict
  /** `unverified`: no calibration of this host and writer says how often copies are told apart here. */
  readonly calibration: 'passed' | 'failed' | 'unverified'
  readonly failures: readonly ArmFailures[]
  readonly noise: NoiseSummary
  readonly warnings: readonly string[]
}

export interface ArmFailures {
  readonly arm: string
  readonly failed: number
  readonly created: number
  /** The first failure's own words; `null` without one. */
  readonly example: string | null
}

export interface AnalyseOptions {
  /** `false`: without `mean`, `totalChange` and what is said of them; the result itself does not need them. */
  readonly bootstrap?: boolean
}

/** Pure and deterministic: the same run gives the same analysis. Warm-up and interrupted trials take no part. */
export function analyseRun(run: Run, { bootstrap = true }: AnalyseOptions = {}): RunAnalysis {
  const trials = run.trials.filter(trial => !trial.warmup && trial.interrupted === undefined)
  const metrics = metricsOf(run.plan.mode).filter(metric =>
    trials.some(trial => metricValue(metric, trial) !== null),
  )
  const names = metrics.map(({ name }) => name)
  const rounds = roundsOf(trials, names, run.plan.mode)
  const ids = run.arms.map(({ id }) => id)
  const decision = procedureOf(run.plan, ids, run.seed).conclude(rounds)
  const primary = metrics.filter(metric => metric.primary).map(({ name }) => name)
  const each = ids.slice(1).map(candidate =>
    compare({
      rounds,
      baseline: ids[0]!,
      candidate,
      metrics: names,
      primary,
      seed: run.seed,
      alpha: decision.alpha,
      bootstrap,
    }),
  )
  const comparisons = jointly(each, primary)
  const failures = run.arms.map(({ id }) => failuresOf(id, trials))
  const noise = summariseNoise(run.noise)
  const checked = [
    ...gates({
      arms: failures,
      orders: ordersOf(rounds, ids[0]!, ids[1]!),
      steal_pct: noise.steal_pct,
      harness_pct: harnessShare(trials),
    }),
    ...calibrationGate(run),
  ]
  return {
    metrics,
    comparisons,
    decision,
    gates: checked,
    verdict: unlessFailed(decision.verdict, failedGate(checked)),
    calibration: run.calibration === null ? 'unverified' : run.calibration.passed ? 'passed' : 'failed',
    failures,
    noise,
    warnings: noiseWarnings(noise, run.host.cores),
  }
}

/** Holm over all candidates together: more arms are more chances. The copy that rides along asks no question. */
function jointly(each: readonly Comparison[], primary: readonly string[]): readonly Comparison[] {
  const candidates = adjusted(
    each.filter(comparison => !isCopy(comparison)),
    primary,
  )
  const found = new Map(candidates.map(comparison => [comparison.candidate, comparison]))
  return each.map(comparison => found.get(comparison.candidate) ?? comparison)
}

function calibrationGate({ calibration }: Run): Gate[] {
  if (calibration === null) return []
  const { rejections, replicates, passed } = calibration
  return [
    {
      gate: 'calibration',
      status: passed ? 'passed' : 'failed',
      reason: `copies of one arm were told apart in ${rejections} of ${replicates} comparisons (seccomp-bench aa)`,
    },
  ]
}

function ordersOf(rounds: ReturnType<typeof roundsOf>, baseline: string, candidate: string) {
  const whole = rounds.filter(({ slotArms }) => slotArms.includes(baseline) && slotArms.includes(candidate))
  const baselineFirst = whole.filter(
    ({ slotArms }) => slotArms.indexOf(baseline) < slotArms.indexOf(candidate),
  ).length
  return { baselineFirst, candidateFirst: whole.length - baselineFirst }
}

/** This process's own CPU time as a share of the time in which creates ran, %. */
function harnessShare(trials: readonly Trial[]): number | null {
  let own_us = 0
  let creates_ns = 0
  for (const { harness_cpu_us, create_makespan_ns, creations } of trials) {
    if (harness_cpu_us === null) continue
    own_us += harness_cpu_us
    creates_ns += create_makespan_ns ?? creations[0]!.phases.create ?? 0
  }
  return creates_ns === 0 ? null : (100 * own_us * 1000) / creates_ns
}

function failuresOf(arm: string, trials: readonly Trial[]): ArmFailures {
  const creations = trials.filter(trial => trial.arm === arm).flatMap(trial => trial.creations)
  const failed = creations.filter(creation => creation.status === 'failed')
  return {
    arm,
    failed: failed.length,
    created: creations.length - failed.length,
    example: failed[0]?.reason ?? null,
  }
}
