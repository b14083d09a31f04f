import { createRequire } from 'node:module'
import { GlobalFonts } from '@napi-rs/canvas'

/** The family that every picture is drawn with: shipped, for a bare machine has no font and would draw no text. */
export const fontFamily = 'Seccomp Bench Sans'

let registered = false

/** DejaVu Sans (free licence, with ≤ − µ × …), regular and bold. */
export function registerFonts(): void {
  if (registered) return
  const require = createRequire(import.meta.url)
  for (const weight of [400, 700]) {
    const path = require.resolve(`@fontsource/dejavu-sans/files/dejavu-sans-latin-${weight}-normal.woff2`)
    if (GlobalFonts.registerFromPath(path, fontFamily) === null) {
      throw new Error(`${path}: the font cannot be registered`)
    }
  }
  registered = true
}
