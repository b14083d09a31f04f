#!/usr/bin/env -S node --max-semi-space-size=2
import { CommanderError } from 'commander'
import { exitCodeOf, printError } from './errors.ts'
import { program } from './program.ts'
import { outliveReaders } from './streams.ts'

outliveReaders()

try {
  await program().parseAsync()
} catch (error) {
  if (error instanceof CommanderError) {
    // Commander has printed its message already.
    process.exitCode = error.exitCode === 0 ? 0 : 2
  } else {
    printError(error)
    process.exitCode = exitCodeOf(error)
  }
}
