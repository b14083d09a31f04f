import type { SKRSContext2D } from '@napi-rs/canvas'
import { oneLine } from '../src/index.ts'
import { fontFamily } from './fonts.ts'

export interface TextStyle {
  readonly size: number
  readonly bold?: boolean
  readonly colour?: string
}

/** Writes one line, shortened with … where it would leave the page. */
export function line(
  context: SKRSContext2D,
  text: string,
  at: { readonly x: number; readonly y: number; readonly width: number },
  { size, bold = false, colour = '#222222' }: TextStyle,
): void {
  context.font = `${bold ? 'bold ' : ''}${size}px "${fontFamily}"`
  context.fillStyle = colour
  context.textBaseline = 'alphabetic'
  context.fillText(
    shortened(oneLine(text), at.width, part => context.measureText(part).width),
    at.x,
    at.y,
  )
}

/** Lines that fit the width, broken at spaces. */
export function wrapped(
  context: SKRSContext2D,
  text: string,
  width: number,
  { size, bold = false }: TextStyle,
): string[] {
  context.font = `${bold ? 'bold ' : ''}${size}px "${fontFamily}"`
  const lines: string[] = []
  let current = ''
  for (const word of oneLine(text).split(' ')) {
    const longer = current === '' ? word : `${current} ${word}`
    if (current !== '' && context.measureText(longer).width > width) {
      lines.push(current)
      current = word
    } else {
      current = longer
    }
  }
  return [...lines, current]
}

/** The longest beginning that fits, with … in place of the rest. */
export function shortened(text: string, width: number, measure: (text: string) => number): string {
  if (measure(text) <= width) return text
  const characters = [...text]
  let [fits, most] = [0, characters.length]
  while (fits < most) {
    const middle = Math.ceil((fits + most) / 2)
    if (measure(`${characters.slice(0, middle).join('')}…`) <= width) fits = middle
    else most = middle - 1
  }
  return `${characters.slice(0, fits).join('').trimEnd()}…`
}
