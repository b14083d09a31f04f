import { analyseRun, readRun } from '../src/index.ts'
import { resultText } from './table.ts'
import { verdictExit } from './verdict-exit.ts'

export interface AnalyseOptions {
  readonly json: boolean
  readonly verdictExit: boolean
}

/** Analyses a stored run anew: byte for byte what the run printed, for the analysis is a pure function of run.json. */
export async function analyseCommand(folder: string, options: AnalyseOptions): Promise<void> {
  const run = readRun(folder)
  process.stdout.write(
    options.json
      ? `${JSON.stringify(analyseRun(run), null, 1)}\n`
      : resultText(run, { colours: process.stdout.isTTY === true, columns: process.stdout.columns }),
  )
  process.exitCode = verdictExit(run, options.verdictExit)
}
