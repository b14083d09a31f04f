import { readdirSync } from 'node:fs'

/** Names of the folders in a folder; none where it cannot be read. */
export function foldersIn(path: string): string[] {
  try {
    return readdirSync(path, { withFileTypes: true })
      .filter(entry => entry.isDirectory())
      .map(({ name }) => name)
  } catch {
    return []
  }
}

/** Whether the work could be done: for removals that something else may have done before. */
export function attempt(work: () => void): boolean {
  try {
    work()
    return true
  } catch {
    return false
  }
}
