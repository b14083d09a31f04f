import type { ChartInput, Figure } from './chart.ts'
import { quiet } from './colours.ts'
import { renderConfig, renderPage } from './render.ts'
import { line, wrapped } from './text.ts'
import { amountLine, originLines, title, verdictSentence } from './wording.ts'

const width = 1240
const margin = 28
const inner = width - 2 * margin
const gap = 16
const noteStyle = { size: 13.5, colour: quiet }

/**
 * The frame that every picture of a run has: what was measured, the verdict, the figure, and where it comes from. The
 * same input gives the same bytes.
 */
export function drawPage({ run, analysis }: ChartInput, figure: Figure): Promise<Buffer> {
  const notes = [...figure.notes, ...originLines(run)]
  const height = 560 + figure.height
  return renderPage({ width, height }, context => {
    const at = (y: number) => ({ x: margin, y, width: inner })
    let y = 46
    line(context, title(run), at(y), { size: 26, bold: true })
    const strong = { size: 16, bold: true }
    y += 10
    for (const text of wrapped(context, verdictSentence(run, analysis), inner, strong).slice(0, 3)) {
      y += 22
      line(context, text, at(y), strong)
    }
    y += 26
    line(context, amountLine(run, analysis), at(y), { size: 15, colour: quiet })
    y += 38
    line(context, figure.heading, at(y), { size: 19, bold: true })
    y += 14
    const shares = inner - gap * (figure.panels.length - 1)
    let x = margin
    for (const { title, share, config } of figure.panels) {
      const size = { width: Math.round(shares * share), height: figure.height }
      const style = { size: 14.5, bold: true }
      line(context, title, { x, y: y + 16, width: size.width }, style)
      renderConfig(context, config, size, { x, y: y + 26 })
      x += size.width + gap
    }
    y += 26 + figure.height + 8
    for (const note of notes) {
      for (const text of wrapped(context, note, inner, noteStyle).slice(0, 3)) {
        y += 20
        line(context, text, at(y), noteStyle)
      }
    }
    return y + 22
  })
}
