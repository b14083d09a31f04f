/** Okabe and Ito's palette: told apart by colour-blind readers, and in grey by its lightness. */
export const armColours = ['#0072b2', '#e69f00', '#009e73', '#cc79a7'] as const

export const ink = '#222222'
export const quiet = '#5f5f5f'
export const grid = '#e3e3e3'
export const paper = '#ffffff'

/** Marks ours in the panel of changes. */
export const changeColour = '#56606b'

/** The same on dark paper, each with contrast 3:1 or more (7:1 for text). */
export const dark: Readonly<Record<string, string>> = {
  '#0072b2': '#56b4e9',
  '#e69f00': '#f0b93a',
  '#009e73': '#2fc79a',
  '#cc79a7': '#dd9cc0',
  [ink]: '#ececec',
  [quiet]: '#b4b9c0',
  [grid]: '#3a4048',
  [paper]: '#16191d',
  [changeColour]: '#a3afbc',
}

/** The colour of the arm at this place; a fifth begins again. */
export function armColour(index: number): string {
  return armColours[index % armColours.length]!
}

/** Colour with an opacity, as Chart.js and canvas take it: the last two hexadecimal digits. */
export function faint(colour: string): string {
  return `${colour}33`
}
