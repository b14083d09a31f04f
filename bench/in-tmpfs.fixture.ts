/**
 * Started under `unshare --mount`: mounts a small tmpfs at a folder, runs a command there, then more room, and another
 * command. What is in the folder at the end is copied out, for the mount goes with this process.
 * Arguments: one JSON object.
 */
import { cpSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'

export interface InTmpfs {
  readonly folder: string
  /** Of mount(8): `size=128k`, `ro`, … */
  readonly options: string
  readonly steps: readonly {
    /** Of a remount before this step. */
    readonly remount?: string
    /** `{run}` stands for the one folder in `folder`. */
    readonly command: readonly string[]
  }[]
  readonly keep: string
}

const { folder, options, steps, keep } = JSON.parse(process.argv[2]!) as InTmpfs
await execa('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder])
const ended = []
for (const { remount, command } of steps) {
  if (remount !== undefined) await execa('mount', ['-o', `remount,${remount}`, folder])
  const [file, ...rest] = command.map(word =>
    word === '{run}' ? join(folder, readdirSync(folder)[0]!) : word,
  )
  const { exitCode, stdout, stderr } = await execa(file!, rest, { reject: false, stdin: 'ignore' })
  ended.push({ exitCode, stdout, stderr })
}
cpSync(folder, keep, { recursive: true })
process.stdout.write(JSON.stringify(ended))
