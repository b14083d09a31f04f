import { type GateReport, gateCounts, gateStatus, statusWords } from './check.ts'

/** GitHub shows ten of a kind for each step: the rest stands in the log and in the summary. */
const mostShown = 10

/** Workflow commands of GitHub Actions: an error for what regressed, a warning for what is not known. */
export function gateAnnotations(report: GateReport): string {
  const lines = (['regressed', 'unknown'] as const).flatMap(status => {
    const checks = report.checks.filter(check => check.status === status)
    const level = status === 'regressed' ? 'error' : 'warning'
    const shown = checks
      .slice(0, mostShown)
      .map(({ suite, name, text, hint }) =>
        command(
          level,
          `${suite}: ${statusWords[status]}`,
          `${name}: ${text}${hint === undefined ? '' : ` (${hint})`}`,
        ),
      )
    return shown
  })
  lines.push(
    command('notice', 'gate', `${statusWords[gateStatus(report)]} (${gateCounts(report)}): ${report.title}`),
  )
  return lines.map(line => `${line}\n`).join('')
}

function command(level: 'error' | 'warning' | 'notice', title: string, message: string): string {
  return `::${level} title=${property(title)}::${data(message)}`
}

/** As actions/toolkit escapes (packages/core/src/command.ts): what follows cannot begin a command of its own. */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
