import { closeSync, openSync, readSync } from 'node:fs'

/**
 * The text of a file, read up to a limit: `null` where it is longer. Devices and pipes that never end are longer.
 * Throws what the file system says.
 */
export function readText(path: string, most_bytes: number): string | null {
  const descriptor = openSync(path, 'r')
  try {
    const pieces: Buffer[] = []
    let length = 0
    for (;;) {
      const piece = Buffer.allocUnsafe(256 * 1024)
      const read = readSync(descriptor, piece)
      if (read === 0) return Buffer.concat(pieces).toString('utf8')
      length += read
      if (length > most_bytes) return null
      pieces.push(piece.subarray(0, read))
    }
  } finally {
    closeSync(descriptor)
  }
}
