import { type GateReport, statusWords } from './check.ts'

/**
 * JUnit XML as Jenkins and GitLab read it: a suite for each kind of check. Not knowing is an `error`, never `skipped`,
 * which counts as a pass.
 */
export function gateJunit({ title, checks }: GateReport): string {
  const suites = [...new Set(checks.map(({ suite }) => suite))]
  const count = (some: GateReport['checks'], status: string) =>
    some.filter(check => check.status === status).length
  const totals = (some: GateReport['checks']) =>
    `tests="${some.length}" failures="${count(some, 'regressed')}" errors="${count(some, 'unknown')}" skipped="0"`
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${attribute(title)}" ${totals(checks)}>`,
  ]
  for (const suite of suites) {
    const members = checks.filter(check => check.suite === suite)
    lines.push(`  <testsuite name="${attribute(suite)}" ${totals(members)}>`)
    for (const { name, status, text, hint } of members) {
      lines.push(`    <testcase classname="${attribute(suite)}" name="${attribute(name)}">`)
      if (status === 'passed') {
        lines.push(`      <system-out>${escaped(text)}</system-out>`)
      } else {
        const element = status === 'regressed' ? 'failure' : 'error'
        lines.push(
          `      <${element} type="${statusWords[status]}" message="${attribute(text)}">${escaped(hint ?? '')}</${element}>`,
        )
      }
      lines.push('    </testcase>')
    }
    lines.push('  </testsuite>')
  }
  lines.push('</testsuites>')
  return lines.map(line => `${line}\n`).join('')
}

/** Characters that XML 1.0 cannot hold in any form (its production 2, Char) become the replacement character. */
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
}

/** Line ends and tabs as references: a parser would turn them into spaces. */
function attribute(text: string): string {
  return escaped(text)
    .replaceAll('"', '&quot;')
    .replaceAll('\t', '&#9;')
    .replaceAll('\n', '&#10;')
    .replaceAll('\r', '&#13;')
}
