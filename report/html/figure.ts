import type { Figure } from '../chart.ts'
import type { PageChart } from './data.ts'
import { escaped } from './escape.ts'

/** One chart: its canvases, the same in words, and a table of its numbers. Each metric's words are there, one is shown. */
export function figureSection({ chart, variants }: PageChart, id: string): string {
  const { figure } = variants[0]!
  const heights = Math.max(240, Math.min(520, figure.height))
  const panels = figure.panels.map(
    (
      { title, share },
      panel,
    ) => `<div class="panel" style="flex:${Math.round(share * 100)} 1 ${figure.panels.length > 3 ? 9 : 20}rem">
<h4>${escaped(title)}</h4><div class="canvas" style="height:${heights}px"><canvas id="chart-${id}-${panel}" role="img" tabindex="0" aria-label="${escaped(`${title}. ${figure.words}`)}"></canvas></div></div>`,
  )
  return `<figure data-chart="${escaped(chart.name)}"><h3 id="heading-${id}">${escaped(figure.heading)}</h3>
<div class="panels">${panels.join('')}</div>
${variants.map(({ metric, figure }, index) => words(metric, figure, index > 0)).join('\n')}
</figure>`
}

function words(metric: string, { words, notes, table }: Figure, hidden: boolean): string {
  const head = table.columns.map(text => `<th scope="col">${escaped(text)}</th>`).join('')
  const rows = table.rows.map(
    ([first, ...cells]) =>
      `<tr><th scope="row">${escaped(first ?? '')}</th>${cells.map(cell => `<td>${escaped(cell)}</td>`).join('')}</tr>`,
  )
  return `<figcaption class="words" data-metric="${escaped(metric)}" data-words="${escaped(words)}"${hidden ? ' hidden' : ''}>
${notes.map(note => `<p class="quiet">${escaped(note)}</p>`).join('')}
<details><summary>The numbers of this chart</summary><div class="wide" tabindex="0" role="region" aria-label="numbers of the chart"><table><thead><tr>${head}</tr></thead><tbody>${rows.join('')}</tbody></table></div></details></figcaption>`
}
