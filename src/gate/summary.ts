import { oneLine } from '../errors.ts'
import { type Check, type GateReport, gateCounts, gateStatus, statusWords } from './check.ts'

/** Markdown for a job summary or a comment: the answer first, then what did not pass, then everything, folded. */
export function gateSummary(report: GateReport): string {
  const open = report.checks.filter(({ status }) => status !== 'passed')
  const lines = [
    `### Gate: ${statusWords[gateStatus(report)]}`,
    '',
    `${markdown(report.title)}: ${gateCounts(report)}.`,
    '',
    ...report.notes.flatMap(note => [markdown(note), '']),
    ...(open.length === 0 ? [] : [...table(open), '']),
    '<details><summary>All checks</summary>',
    '',
    ...table(report.checks),
    '',
    '</details>',
  ]
  return lines.map(line => `${line}\n`).join('')
}

function table(checks: readonly Check[]): string[] {
  return [
    '| | check | result |',
    '| --- | --- | --- |',
    ...checks.map(({ suite, name, status, text, hint }) => {
      const more = hint === undefined ? '' : ` → ${markdown(hint)}`
      return `| ${statusWords[status]} | ${markdown(`${suite}: ${name}`)} | ${markdown(text)}${more} |`
    }),
  ]
}

/** Names are text: no markup, no HTML, no mention, no link, no new row. */
function markdown(text: string): string {
  return oneLine(text).replace(/[&<>|`*_~[\]\\@#!:]/g, character => `&#${character.codePointAt(0)};`)
}
