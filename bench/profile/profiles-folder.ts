import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A file of the scenarios/profiles folder beside this build, or of the folder that the command was started in. */
export function committed(name: string): string {
  const beside = join(import.meta.dirname, '..', '..', '..', 'scenarios', 'profiles', name)
  return readFileSync(existsSync(beside) ? beside : join('scenarios', 'profiles', name), 'utf8')
}
