import { CommanderError } from 'commander'
import { endWith } from './errors.ts'
import { program } from './program.ts'

/** One command to its end; it sets the exit code. */
export async function main(words: readonly string[]): Promise<void> {
  try {
    await program().parseAsync(words, { from: 'user' })
  } catch (error) {
    if (error instanceof CommanderError) {
      // Commander has printed its message already.
      process.exitCode = error.exitCode === 0 ? 0 : 2
    } else {
      endWith(error)
    }
  }
}
