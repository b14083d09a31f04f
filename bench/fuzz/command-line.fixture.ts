/**
 * A process that runs one command line after the other, each in the same few files: for each message with its words
 * it answers with the exit code and what was printed.
 */
import { cpSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { main } from '../main.ts'

export interface Ended {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

const [, , template] = process.argv as [string, string, string]

// Every command that measures listens for signals and broken pipes once more.
for (const emitter of [process, process.stdout, process.stderr]) emitter.setMaxListeners(0)

process.on('message', async (words: readonly string[]) => {
  for (const name of readdirSync('.')) rmSync(name, { recursive: true })
  cpSync(template, '.', { recursive: true })
  const printed = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    process[name].write = (text: unknown, ...rest: unknown[]): boolean => {
      printed[name] += String(text)
      const done = rest.at(-1)
      if (typeof done === 'function') done()
      return true
    }
  }
  process.exitCode = 0
  await main(words)
  process.send!({ exitCode: Number(process.exitCode), ...printed } satisfies Ended)
})

process.send!(`ready in ${join(process.cwd())}`)
