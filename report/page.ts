import type { SKRSContext2D } from '@napi-rs/canvas'
import type { ChartInput, Figure, Panel } from './chart.ts'
import { quiet } from './colours.ts'
import { measuringContext, renderConfig, renderPage } from './render.ts'
import { line, type TextStyle, wrapped } from './text.ts'
import { adaptationLines, amountLine, keyLine, originLines, title, verdictSentence } from './wording.ts'

const width = 1240
const margin = 28
const inner = width - 2 * margin
const gap = 16

/**
 * The frame that every picture of a run has: what was measured, the verdict, the figure, and where it comes from. The
 * same input gives the same bytes.
 */
export function drawPage({ run, analysis }: ChartInput, figure: Figure): Promise<Buffer> {
  const context = measuringContext()
  const head = [
    ...textLines(context, [title(run)], { size: 26, bold: true }, { first: 46, next: 32, most: 1 }),
    ...textLines(
      context,
      [verdictSentence(run, analysis)],
      { size: 16, bold: true },
      { first: 32, next: 22, most: 3 },
    ),
    ...textLines(
      context,
      [amountLine(run, analysis)],
      { size: 15, colour: quiet },
      { first: 26, next: 22, most: 1 },
    ),
    ...textLines(context, [figure.heading], { size: 19, bold: true }, { first: 38, next: 24, most: 1 }),
  ]
  const notes = textLines(
    context,
    [
      ...[keyLine(run)].filter(text => text !== null),
      ...figure.notes,
      ...adaptationLines(run).slice(0, 4),
      ...originLines(run),
    ],
    { size: 13.5, colour: quiet },
    { first: 28, next: 20, most: 3 },
  )
  const top = sum(head) + 14
  const rows = rowsOf(figure.panels)
  const bottom = top + rows.length * (panelTitle + figure.height) + (rows.length - 1) * gap
  return renderPage({ width, height: Math.ceil(bottom + sum(notes) + 22) }, page => {
    drawLines(page, head, 0)
    drawPanels(page, figure, top)
    drawLines(page, notes, bottom)
  })
}

interface PageLine {
  readonly text: string
  readonly style: TextStyle
  /** From the line before. */
  readonly down: number
}

/** `first`, `next`: how far below the line before; `most`: lines of one text. */
function textLines(
  context: SKRSContext2D,
  texts: readonly string[],
  style: TextStyle,
  { first, next, most }: { readonly first: number; readonly next: number; readonly most: number },
): readonly PageLine[] {
  const lines = texts.flatMap(text => {
    const all = wrapped(context, text, inner, style)
    // The last line that fits takes the rest, and ends with … where that is too long.
    return all.length <= most ? all : [...all.slice(0, most - 1), all.slice(most - 1).join(' ')]
  })
  return lines.map((text, index) => ({ text, style, down: index === 0 ? first : next }))
}

function sum(lines: readonly PageLine[]): number {
  return lines.reduce((total, { down }) => total + down, 0)
}

function drawLines(context: SKRSContext2D, lines: readonly PageLine[], from: number): void {
  let y = from
  for (const { text, style, down } of lines) {
    y += down
    line(context, text, { x: margin, y, width: inner }, style)
  }
}

const panelTitle = 26

function drawPanels(context: SKRSContext2D, { panels, height }: Figure, top: number): void {
  for (const [index, row] of rowsOf(panels).entries()) {
    const y = top + index * (panelTitle + height + gap)
    const shared = inner - gap * (row.length - 1)
    let x = margin
    for (const { title, share, config } of row) {
      const size = { width: Math.round(shared * share), height }
      line(context, title, { x, y: y + 16, width: size.width }, { size: 14.5, bold: true })
      renderConfig(context, config, size, { x, y: y + panelTitle })
      x += size.width + gap
    }
  }
}

/** As many panels beside each other as their shares allow. */
function rowsOf(panels: readonly Panel[]): readonly (readonly Panel[])[] {
  const rows: Panel[][] = []
  let taken = Infinity
  for (const panel of panels) {
    if (taken + panel.share > 1.001) {
      rows.push([])
      taken = 0
    }
    rows.at(-1)!.push(panel)
    taken += panel.share
  }
  return rows
}
