import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder with package.json and scenarios/, found upwards from the compiled file. */
export const packageFolder: string = findPackage(dirname(fileURLToPath(import.meta.url)))

export function packageVersion(): string {
  return (JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as { version: string })
    .version
}

function findPackage(folder: string): string {
  if (existsSync(join(folder, 'package.json')) && existsSync(join(folder, 'scenarios'))) return folder
  const parent = dirname(folder)
  if (parent === folder) throw new Error('package.json is missing beside the program: install it again')
  return findPackage(parent)
}
