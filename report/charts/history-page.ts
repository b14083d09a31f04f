import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { History, Series } from '../../src/index.ts'
import { historyChart } from './history.ts'
import {
  changeText,
  pointName,
  pointValue,
  seriesPlace,
  seriesSummary,
  seriesTitle,
} from './history-words.ts'

/** A page that needs nothing else: no network, no script but its own (held by a content policy), all text escaped. */
export function historyPage({ series, notes }: History): string {
  const chartJs = chartScript()
  const policy = `default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src ${[chartJs, drawing].map(digest).join(' ')}`
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>seccomp-bench: change over the runs</title>
<style>${style}</style>
</head>
<body>
<h1>Change over the runs</h1>
<p>Line: the change of each run with its 95 % interval; below 0 the candidate took less. Steps: the level, where it changed.</p>
${notes.map(note => `<p>${escaped(note)}</p>`).join('\n')}
${series.length === 0 ? '<p>No run matches.</p>' : series.map(section).join('\n')}
<script type="application/json" id="charts">${json(series.map(historyChart))}</script>
<script>${chartJs}</script>
<script>${drawing}</script>
</body>
</html>
`
}

function section(series: Series, index: number): string {
  const title = escaped(seriesTitle(series.key))
  const rows = series.points.map(
    point =>
      `<tr><td>${escaped(point.created)}</td><td>${escaped(pointName(point))}</td><td>${escaped(pointValue(point))}</td><td>${escaped(point.run)}</td></tr>`,
  )
  return `<section>
<h2>${title}</h2>
<p>${escaped(seriesSummary(series))}</p>
<p class="quiet">${escaped(seriesPlace(series.key))}</p>
<div class="chart"><canvas id="chart-${index}" role="img" aria-label="${title}. ${escaped(seriesSummary(series))}. The table below holds every value."></canvas></div>
<ul>${series.changes.map(level => `<li>${escaped(changeText(series, level))}</li>`).join('')}</ul>
<details><summary>${rows.length} values</summary>
<div class="wide"><table><thead><tr><th>time</th><th>commit</th><th>change</th><th>run</th></tr></thead><tbody>
${rows.join('\n')}
</tbody></table></div></details>
</section>`
}

const style = `:root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:72rem;margin:0 auto;padding:1rem}
h1{font-size:1.5rem}h2{font-size:1.15rem;margin-bottom:0}p{margin:.3rem 0}.quiet{opacity:.75;font-size:.85rem}.chart{height:20rem}
.wide{overflow-x:auto}table{border-collapse:collapse;font-size:.85rem}td,th{padding:.15rem .6rem;text-align:left}li{margin:.2rem 0}`

const drawing = `
const dark = matchMedia('(prefers-color-scheme: dark)')
const charts = JSON.parse(document.getElementById('charts').textContent)
  .map((config, index) => new Chart(document.getElementById('chart-' + index), config))
const paint = () => {
  for (const chart of charts) {
    for (const scale of Object.values(chart.options.scales)) {
      scale.ticks.color = dark.matches ? '#d0d0d0' : '#333333'
      scale.grid.color = dark.matches ? '#444444' : '#e3e3e3'
      if (scale.title) scale.title.color = scale.ticks.color
    }
    chart.update()
  }
}
paint()
dark.addEventListener('change', paint)
`

/** Chart.js in one piece for browsers, as its package ships it. */
function chartScript(): string {
  const main = createRequire(import.meta.url).resolve('chart.js')
  const text = readFileSync(join(dirname(main), 'chart.umd.min.js'), 'utf8')
  // The map is another file, which a page that stands alone has not.
  return text.replace(/\n?\/\/# sourceMappingURL=.*\n?$/, '').replaceAll('</script', '<\\/script')
}

function digest(script: string): string {
  return `'sha256-${createHash('sha256').update(script).digest('base64')}'`
}

/** JSON inside a script element: no character of it can end the element. */
function json(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c')
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`)
}
