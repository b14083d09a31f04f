import { armSummaries } from '../charts/cell-times.ts'
import { dark } from '../colours.ts'
import { repeatLines } from '../repeat.ts'
import type { ReportEntry, ReportSet } from '../set.ts'
import {
  amountLine,
  changeColumns,
  chosenMetric,
  intervalText,
  noteLines,
  originLines,
  title,
  verdictSentence,
} from '../wording.ts'
import { type PageChart, pageCharts } from './data.ts'
import { embedded, escaped } from './escape.ts'
import { figureSection } from './figure.ts'
import { digest, pageScripts } from './scripts.ts'
import { style } from './style.ts'

/** One file that needs nothing else: no network (its policy forbids it), no script but its own, all text escaped. */
export function htmlPage(set: ReportSet): string {
  const scripts = pageScripts()
  const charts = pageCharts(set)
  const policy = [
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    'img-src data:',
    `script-src ${scripts.map(({ text }) => digest(text)).join(' ')}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
  const data = {
    dark,
    runs: charts.map(run =>
      run.map(({ variants }) =>
        variants.map(({ metric, figure }) => ({
          metric,
          heading: figure.heading,
          panels: figure.panels.map(({ config }) => config),
        })),
      ),
    ),
  }
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>seccomp-bench: ${set.length === 1 ? escaped(title(set[0]!.input.run)) : `${set.length} runs`}</title>
<style>${style}</style>
</head>
<body>
<header><h1>seccomp-bench</h1>
<button type="button" id="theme" aria-pressed="false">Dark</button></header>
<main>
<section aria-labelledby="verdicts"><h2 id="verdicts">${set.length === 1 ? 'Verdict' : 'Verdicts'}</h2>
<ul class="verdicts">${set.map(verdictItem).join('\n')}</ul></section>
${set.map((entry, index) => runSection(entry, charts[index]!, index)).join('\n')}
</main>
<footer>Times are medians over rounds; a change is the median ratio of paired rounds in random order, with what running second costs removed. Intervals hold 95 %.</footer>
<script type="application/json" id="data">${embedded(data)}</script>
${scripts.map(({ text, type }) => `<script${type === 'module' ? ' type="module"' : ''}>${text}</script>`).join('\n')}
</body>
</html>
`
}

function verdictItem({ input: { run, analysis } }: ReportEntry, index: number): string {
  const kind = analysis.verdict.verdict.toLowerCase().replaceAll(' ', '-')
  return `<li class="verdict ${kind}"><a href="#run-${index}">${escaped(title(run))}</a>
<strong>${escaped(verdictSentence(run, analysis))}</strong></li>`
}

function runSection(entry: ReportEntry, charts: readonly PageChart[], index: number): string {
  const { input } = entry
  const { run, analysis } = input
  const left = entry.pictures.length - charts.length
  return `<section class="run" id="run-${index}" aria-labelledby="run-${index}-title">
<h2 id="run-${index}-title">${escaped(title(run))}</h2>
<p class="quiet">${escaped(amountLine(run, analysis))} · seed ${escaped(run.seed)}</p>
${numbersTable(entry)}
<ul class="notes">${noteLines(input)
    .map(note => `<li>${escaped(note)}</li>`)
    .join('')}</ul>
${controls(entry, charts, index)}
${charts.map((chart, place) => figureSection(chart, `${index}-${place}`)).join('\n')}
${left > 0 ? `<p class="quiet">${left} more charts of this run are left out, for the page would be too large: see the PNG files.</p>` : ''}
<h3>How to repeat it</h3>
<pre tabindex="0" aria-label="commands that repeat this run"><code>${escaped(repeatLines(run).join('\n'))}</code></pre>
${originLines(run)
  .map(line => `<p class="quiet">${escaped(line)}</p>`)
  .join('\n')}
</section>`
}

function numbersTable({ input: { run, analysis } }: ReportEntry): string {
  const chosen = chosenMetric(run, analysis)
  const changes = changeColumns(run, analysis)
  const rows = analysis.metrics.map((metric, index) => {
    const row = analysis.comparisons[0]!.metrics[index]!
    const cells = [
      ...armSummaries(analysis, metric).map(({ median }) => intervalText(median, metric.unit)),
      ...changes.map(column => column.cells[index]!),
      String(row.n),
    ]
    return `<tr${metric === chosen ? ' class="chosen"' : ''}><th scope="row">${escaped(metric.label)}</th>${cells.map(cell => `<td>${escaped(cell)}</td>`).join('')}</tr>`
  })
  const head = ['', ...run.arms.map(({ label }) => label), ...changes.map(each => each.head), 'rounds']
  return `<div class="wide" tabindex="0" role="region" aria-label="medians and changes"><table><caption>Medians and the change, [95 % interval]</caption>
<thead><tr>${head.map(text => `<th scope="col">${escaped(text)}</th>`).join('')}</tr></thead><tbody>${rows.join('\n')}</tbody></table></div>`
}

/** What the reader can switch: without script there is nothing to switch, so the script shows them. */
function controls({ input: { run } }: ReportEntry, charts: readonly PageChart[], index: number): string {
  const metrics = charts.find(({ chart }) => chart.perMetric)?.variants ?? []
  const arms = run.arms.map(
    ({ id, label }) =>
      `<label><input type="checkbox" data-arm="${escaped(id)}" checked> ${escaped(label)}</label>`,
  )
  const select =
    metrics.length < 2
      ? ''
      : `<label>phase or metric <select data-metric>${metrics.map(({ metric, label }) => `<option value="${escaped(metric)}">${escaped(label)}</option>`).join('')}</select></label>`
  return `<form class="controls" data-run="${index}" hidden>
${select}
<fieldset><legend>arms</legend>${arms.join('')}</fieldset>
<fieldset><legend>scale of times</legend><label><input type="radio" name="scale-${index}" value="linear" checked> linear from zero</label><label><input type="radio" name="scale-${index}" value="logarithmic"> log</label></fieldset>
</form>`
}
