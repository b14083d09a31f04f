import { accessSync, constants, realpathSync, statSync } from 'node:fs'
import { delimiter, isAbsolute, join, resolve } from 'node:path'

/** Administrators' programs, which the PATH of a plain user or of cron often lacks. */
const ALWAYS = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin']

/** The absolute path of a program given by name or by path; `null` where there is none that may be run. */
export function findOnPath(program: string, path: string = process.env.PATH ?? ''): string | null {
  const candidates = program.includes('/')
    ? [resolve(program)]
    : [...path.split(delimiter).filter(isAbsolute), ...ALWAYS].map(folder => join(folder, program))
  return candidates.find(isProgram) ?? null
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(realpathSync(path)).isFile()
  } catch {
    return false
  }
}
