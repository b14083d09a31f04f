import { stripVTControlCharacters } from 'node:util'
import Table from 'cli-table3'

export interface TableContent {
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** Of the first columns text, of the others numbers. */
  readonly textColumns?: number
  /** Widest text of each column; longer ones are wrapped. `null`: as wide as it is. */
  readonly widths?: readonly (number | null)[]
}

/**
 * A table, or where the terminal (`columns`) is too narrow for it a block of lines for each row: a table whose lines
 * are broken by the terminal cannot be read.
 */
export function fittingTable(content: TableContent, columns = Number.POSITIVE_INFINITY): string {
  const { head, rows, textColumns = head.length, widths } = content
  const table = new Table({
    head: [...head],
    colAligns: head.map((_, index) => (index < textColumns ? 'left' : 'right')),
    ...(widths !== undefined && { colWidths: [...widths], wordWrap: true }),
    style: { head: [], border: [], compact: widths === undefined },
  })
  table.push(...rows.map(row => [...row]))
  const text = table.toString()
  return tableWidth(text) <= columns ? text : rows.map(row => block(head, row)).join('\n\n')
}

/** Columns that a table's lines take; colours take none. */
export function tableWidth(table: string): number {
  return stripVTControlCharacters(table).indexOf('\n')
}

function block(head: readonly string[], row: readonly string[]): string {
  const lines = row.flatMap((cell, index) => (cell === '' ? [] : `${head[index]}: ${flat(cell)}`))
  return lines.map((line, index) => (index === 0 ? line : `  ${line}`)).join('\n')
}

/** Cells of several lines are texts broken to fit a column. */
function flat(cell: string): string {
  return cell.replaceAll('\n', ' ')
}
