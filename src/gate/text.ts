import { oneLine } from '../errors.ts'
import { type Check, type GateReport, gateCounts, gateStatus, statusWords } from './check.ts'

const marks = { passed: '✓', regressed: '✗', unknown: '?' } as const

/** For a terminal: what did not pass in full, how much passed, and the answer last. */
export function gateText(report: GateReport): string {
  const open = report.checks.filter(({ status }) => status !== 'passed')
  const better = report.checks.filter(({ status, hint }) => status === 'passed' && hint !== undefined)
  const lines = [
    report.title,
    ...report.notes,
    ...[...better, ...open].map(checkLine),
    `gate: ${statusWords[gateStatus(report)]} (${gateCounts(report)})`,
  ]
  return lines.map(line => `${oneLine(line)}\n`).join('')
}

function checkLine({ status, suite, name, text, hint }: Check): string {
  return `${marks[status]} ${suite}: ${name}: ${text}${hint === undefined ? '' : ` → ${hint}`}`
}
