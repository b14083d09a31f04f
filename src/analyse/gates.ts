/** What makes a run unfit for a verdict, and what is worth a warning: all blind to which arm won. */
import { fisherP } from './fisher.ts'
import { normalCdf } from './normal.ts'

export interface Gate {
  readonly gate: 'failures' | 'failure imbalance' | 'order' | 'steal' | 'harness' | 'calibration'
  readonly status: 'passed' | 'warning' | 'failed'
  /** One line with the numbers that decided. */
  readonly reason: string
}

export interface GateInput {
  /** Containers per arm, baseline first. */
  readonly arms: readonly { readonly arm: string; readonly created: number; readonly failed: number }[]
  /** Rounds by who ran first. */
  readonly orders: { readonly baselineFirst: number; readonly candidateFirst: number }
  /** Stolen share of the CPU time over the run, %; `null`: this machine does not tell. */
  readonly steal_pct: number | null
  /** The load generator's own share of a trial, %; `null`: not measured. */
  readonly harness_pct: number | null
}

/** All gates, passed ones too: what was checked is part of the result. */
export function gates(input: GateInput): readonly Gate[] {
  return [failures(input), imbalance(input), order(input), steal(input.steal_pct), harness(input.harness_pct)]
}

export function failedGate(all: readonly Gate[]): Gate | undefined {
  return all.find(({ status }) => status === 'failed')
}

function failures({ arms }: GateInput): Gate {
  const failed = arms.reduce((sum, arm) => sum + arm.failed, 0)
  const all = arms.reduce((sum, arm) => sum + arm.created + arm.failed, 0)
  const worst = Math.max(0, ...arms.map(arm => arm.failed / Math.max(1, arm.created + arm.failed)))
  const status = worst > 0.01 ? 'failed' : failed > 0 ? 'warning' : 'passed'
  const counts = arms.map(arm => `${arm.arm} ${arm.failed}`).join(', ')
  return {
    gate: 'failures',
    status,
    reason: `${failed} of ${all} containers failed (${counts}); at most 1 % of an arm may`,
  }
}

function imbalance({ arms }: GateInput): Gate {
  const [baseline, ...others] = arms
  const p = others.map(other =>
    baseline === undefined
      ? 1
      : fisherP(
          baseline.failed,
          baseline.created + baseline.failed,
          other.failed,
          other.created + other.failed,
        ),
  )
  const least = Math.min(1, ...p)
  const status = least < 0.05 ? 'failed' : 'passed'
  return {
    gate: 'failure imbalance',
    status,
    reason: `failures by arm: Fisher's exact p = ${least.toPrecision(2)}, 0.05 needed`,
  }
}

/** A fair coin is this far off once in 10,000 runs: below it, the schedule is not the one that was promised. */
const orderAlpha = 1e-4

function order({ orders }: GateInput): Gate {
  const n = orders.baselineFirst + orders.candidateFirst
  const distance = Math.max(0, Math.abs(orders.baselineFirst - n / 2) - 0.5) / Math.sqrt(Math.max(1, n) / 4)
  const status = 2 * normalCdf(-distance) < orderAlpha ? 'failed' : 'passed'
  return {
    gate: 'order',
    status,
    reason: `${orders.baselineFirst} rounds began with the baseline, ${orders.candidateFirst} with the candidate`,
  }
}

function steal(steal_pct: number | null): Gate {
  if (steal_pct === null)
    return {
      gate: 'steal',
      status: 'passed',
      reason: 'this machine does not tell stolen time, or the run was too short to',
    }
  const status = steal_pct > 10 ? 'failed' : steal_pct > 2 ? 'warning' : 'passed'
  return {
    gate: 'steal',
    status,
    reason: `the hypervisor took ${steal_pct.toFixed(1)} of 100 CPU seconds; 10 are the limit`,
  }
}

function harness(harness_pct: number | null): Gate {
  if (harness_pct === null)
    return { gate: 'harness', status: 'passed', reason: 'the load generator was not measured' }
  const status = harness_pct > 5 ? 'failed' : 'passed'
  return {
    gate: 'harness',
    status,
    reason: `the load generator took ${harness_pct.toFixed(1)} of 100 parts of a trial; 5 are the limit`,
  }
}
