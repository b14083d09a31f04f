/** Okabe and Ito's palette, its yellow (too light on white) and black replaced: told apart by colour-blind readers. */
export const armColours = [
  '#0072b2',
  '#e69f00',
  '#009e73',
  '#cc79a7',
  '#d55e00',
  '#5e3c99',
  '#4fa8dc',
  '#8a8a8a',
] as const

export const ink = '#222222'
export const quiet = '#5f5f5f'
export const grid = '#e3e3e3'
export const paper = '#ffffff'

/** Marks ours in the panel of changes. */
export const changeColour = '#56606b'

/** Dark to light. */
export const blues = ['#1f5f9e', '#4a8cc2', '#85b4d9', '#c6dbef'] as const

/** The same on dark paper, each with contrast 3:1 or more (7:1 for text). */
export const dark: Readonly<Record<string, string>> = {
  '#0072b2': '#56b4e9',
  '#e69f00': '#f0b93a',
  '#009e73': '#2fc79a',
  '#cc79a7': '#dd9cc0',
  '#d55e00': '#ff8c42',
  '#5e3c99': '#a98be0',
  '#4fa8dc': '#9bd6ff',
  '#8a8a8a': '#c4c4c4',
  [ink]: '#ececec',
  [quiet]: '#b4b9c0',
  [grid]: '#3a4048',
  [paper]: '#16191d',
  [changeColour]: '#a3afbc',
  '#1f5f9e': '#d3e4f4',
  '#4a8cc2': '#9cc4e6',
  '#85b4d9': '#5f97cb',
  '#c6dbef': '#2f6ba6',
  '#d98c4a': '#b3672a',
}

/** The colour of the arm at this place; a ninth begins again. */
export function armColour(index: number): string {
  return armColours[index % armColours.length]!
}

/** Colour with an opacity, as Chart.js and canvas take it: the last two hexadecimal digits. */
export function faint(colour: string): string {
  return `${colour}33`
}
