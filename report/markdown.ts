import { armSummaries } from './charts/cell-times.ts'
import { repeatLines } from './repeat.ts'
import type { ReportEntry, ReportSet } from './set.ts'
import {
  amountLine,
  changeColumns,
  chosenMetric,
  intervalText,
  noteLines,
  originLines,
  title,
  verdictSentence,
} from './wording.ts'

/** For a pull request: verdicts, numbers, how to repeat them, and links to the pictures beside it. */
export function markdown(set: ReportSet): string {
  const verdicts = set.map(
    ({ input: { run, analysis } }) =>
      `- **${escaped(title(run))}:** ${escaped(verdictSentence(run, analysis))}`,
  )
  return `${['# seccomp-bench', '', ...verdicts, '', ...set.flatMap(section)].join('\n').trimEnd()}\n`
}

function section({ input, pictures }: ReportEntry): string[] {
  const { run, analysis } = input
  const changes = changeColumns(run, analysis)
  const chosen = chosenMetric(run, analysis)
  const rows = analysis.metrics.map((metric, index) => {
    const cells = [
      metric.label,
      ...armSummaries(analysis, metric).map(({ median }) => intervalText(median, metric.unit)),
      ...changes.map(({ cells }) => cells[index]!),
    ].map(escaped)
    return `| ${(metric === chosen ? cells.map(cell => `**${cell}**`) : cells).join(' | ')} |`
  })
  const head = [
    'median [95 % interval]',
    ...run.arms.map(({ label }) => label),
    ...changes.map(each => each.head),
  ].map(escaped)
  const repeat = repeatLines(run)
  const fence = fenceFor(repeat.join('\n'))
  return [
    `## ${escaped(title(run))}`,
    '',
    escaped(amountLine(run, analysis)),
    '',
    `| ${head.join(' | ')} |`,
    `|${head.map((_, index) => (index === 0 ? ' --- ' : ' ---: ')).join('|')}|`,
    ...rows,
    '',
    ...noteLines(input).map(note => `- ${escaped(note)}`),
    '',
    ...pictures
      .filter(({ chart }) => chart.named)
      .map(({ chart, name }) => `![${escaped(chart.figure(input, chosen).words)}](${link(name)})`),
    '',
    `More: ${pictures
      .filter(({ chart }) => !chart.named)
      .map(({ chart, name }) => `[${escaped(chart.summary)}](${link(name)})`)
      .join(' · ')}`,
    '',
    'To repeat it:',
    '',
    `${fence}sh`,
    ...repeat,
    fence,
    '',
    ...originLines(run).map(line => `<sub>${escaped(line)}</sub><br>`),
    '',
  ]
}

/** Nothing in the text acts as Markdown, HTML, a link, a mention or a reference to an issue. */
export function escaped(text: string): string {
  return (
    text
      .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
      .replace(/[&<>"'\\`*_{}[\]|~:]|(?:^|\b)www\./g, found =>
        found.length > 1 ? 'www&#46;' : `&#${found.charCodeAt(0)};`,
      )
      // GitHub looks for these after entities were read: something invisible parts them.
      .replace(/[@#](?!\d+;)|(?<!&)#/g, found => `${found}&#8203;`)
  )
}

function link(name: string): string {
  return `${encodeURIComponent(name)}.png`
}

/** Longer than any run of backticks in the text, so that none ends it. */
function fenceFor(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))
  return '`'.repeat(longest + 1)
}
