/**
 * Writes scenarios/profiles/*.json from syscalls.txt beside them, and with `--headers FOLDER` syscalls.txt itself from
 * the kernel headers below FOLDER first. Run from the project's root folder.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { profileTexts } from './build.ts'
import { namesOfTables } from './headers.ts'
import { formatSyscallNames, parseSyscallNames } from './syscall-names.ts'

const folder = join('scenarios', 'profiles')
const list = join(folder, 'syscalls.txt')
const heading = [
  'Every system call name of the kernel tables of Linux 6.1, and the tables that have it.',
  'Written by bench/profile/generate.ts; origin in README.md.',
]

const { headers } = parseArgs({ options: { headers: { type: 'string' } } }).values
if (headers !== undefined) {
  const names = namesOfTables(path => readFileSync(join(headers, path), 'utf8'))
  writeFileSync(list, formatSyscallNames(heading, names))
  process.stdout.write(`${list}: ${names.length} names\n`)
}
for (const [name, text] of Object.entries(profileTexts(parseSyscallNames(readFileSync(list, 'utf8'))))) {
  writeFileSync(join(folder, name), text)
  process.stdout.write(`${join(folder, name)}: ${text.length} characters\n`)
}
