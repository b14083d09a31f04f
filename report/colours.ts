/** Okabe and Ito's palette: told apart by colour-blind readers, and in grey by its lightness. */
export const armColours = ['#0072b2', '#e69f00', '#009e73', '#cc79a7'] as const

export const ink = '#222222'
export const quiet = '#5f5f5f'
export const grid = '#e3e3e3'

/** Marks ours in the panel of changes. */
export const changeColour = '#56606b'
