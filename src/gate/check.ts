/** What the gate says: one check after another, each with its numbers, and one answer to all of them. */

/**
 * `passed`: shown to be no worse. `regressed`: shown to be worse. `unknown`: neither could be shown (another machine,
 * too few rounds, no such entry), which is never a pass.
 */
export type CheckStatus = 'passed' | 'regressed' | 'unknown'

export interface Check {
  /** What kind of thing was compared: `ledger`, `time`, … */
  readonly suite: string
  readonly name: string
  readonly status: CheckStatus
  /** One line with the numbers that decided. */
  readonly text: string
  /** The next instruction, where there is one. */
  readonly hint?: string
}

export interface GateReport {
  /** What was compared with what, one line. */
  readonly title: string
  readonly checks: readonly Check[]
  /** What was not compared, and why; one line each. */
  readonly notes: readonly string[]
}

/** Worse anywhere is worse; else not knowing anywhere is not knowing; and nothing compared is nothing known. */
export function gateStatus({ checks }: Pick<GateReport, 'checks'>): CheckStatus {
  if (checks.some(({ status }) => status === 'regressed')) return 'regressed'
  if (checks.length === 0 || checks.some(({ status }) => status === 'unknown')) return 'unknown'
  return 'passed'
}

/** 2 is left to wrong use, as everywhere. */
export const gateExitCodes = { passed: 0, regressed: 1, unknown: 3 } as const satisfies Record<
  CheckStatus,
  number
>

/** `1 regressed, 2 cannot tell, 40 passed`. */
export function gateCounts({ checks }: Pick<GateReport, 'checks'>): string {
  const count = (status: CheckStatus) => checks.filter(check => check.status === status).length
  return `${count('regressed')} regressed, ${count('unknown')} cannot tell, ${count('passed')} passed`
}

export const statusWords = {
  passed: 'passed',
  regressed: 'regressed',
  unknown: 'cannot tell',
} as const satisfies Record<CheckStatus, string>
