import { Command } from 'commander'
import { addDoctor } from './commands/doctor.ts'
import { addConvert, addDiff, addLedger } from './commands/filters.ts'
import { addGate } from './commands/gate.ts'
import { addHistory } from './commands/history.ts'
import { addAa, addPlan, addRun } from './commands/measure.ts'
import {
  addAnalyse,
  addClaims,
  addCompare,
  addExport,
  addMerge,
  addReap,
  addReport,
} from './commands/runs.ts'
import { printLine } from './errors.ts'
import { packageVersion } from './package.ts'

/**
 * The command line, new at each call; nothing runs before `parseAsync`. Wrong use throws commander's CommanderError after
 * its line is printed. What a command does is imported when it is called: help needs no schema, and the measuring process
 * does not hold the drawing code.
 */
export function program(): Command {
  const program = new Command('seccomp-bench')
    .description(
      'Measures creating containers under different seccomp filters, and says what the difference is.',
    )
    .version(packageVersion())
    .configureOutput({
      // One line, whatever the words: `error: unknown option …\n(Did you mean …?)`.
      outputError: text => printLine(text.trim().replaceAll('\n', ' '), '--help lists the options'),
    })
    .exitOverride()
  for (const add of inOrder) add(program)
  return program
}

/** As --help lists them. */
const inOrder = [
  ...[addRun, addAa, addPlan, addAnalyse, addCompare],
  ...[addConvert, addLedger, addDiff],
  ...[addReport, addReap, addDoctor, addHistory, addClaims, addGate, addExport, addMerge],
]
